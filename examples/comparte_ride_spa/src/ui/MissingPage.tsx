import { words } from "../words/index.ts";
import { Page } from "./Page.tsx";

/** An address that shows nothing. */
export function MissingPage() {
  return (
    <Page title={words.problems.notFound}>
      <a href="/">{words.nav.home}</a>
    </Page>
  );
}
