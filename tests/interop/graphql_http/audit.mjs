// Prints what the audits of graphql-http find at an address, as JSON: id, name, status, reason.
import { auditServer } from "graphql-http";

const found = await auditServer({ url: process.argv[2] });
console.log(JSON.stringify(found.map(({ id, name, status, reason }) => ({ id, name, status, reason }))));
