import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { FormView } from "../ui/Form.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { useForm } from "../ui/useForm.ts";
import { useQuery } from "../ui/useQuery.ts";
import { instant, words } from "../words/index.ts";
import { invitations, issueInvitation } from "./documents.ts";

interface Issued {
  readonly code: string;
  readonly expiresAt: string;
}

/** Make a code for one person. */
export function Invite({ slug }: { readonly slug: string }) {
  const [issued, setIssued] = useState<Issued | null>(null);
  const query = useQuery(invitations, { circleSlug: slug });
  const form = useForm(async () => {
    const answer = (await call(issueInvitation, { circleSlug: slug })).issueInvitation;
    if (answer?.__typename !== "IssueInvitationSuccess") return answer;
    setIssued(answer.result);
    await query.reload();
    return null;
  });
  const { circles } = words;
  return (
    <section aria-labelledby="invite" class="card">
      <h2 id="invite">{circles.invite}</h2>
      <Loaded query={query}>
        {({ invitations: own }) => <p>{circles.invitationsLeft(own?.left ?? 0)}</p>}
      </Loaded>
      <div role="status">{issued !== null && <Code slug={slug} issued={issued} />}</div>
      <FormView form={form} button={circles.issue} />
    </section>
  );
}

function Code({ slug, issued }: { readonly slug: string; readonly issued: Issued }) {
  const link = new URL(`/join?${new URLSearchParams({ circle: slug, code: issued.code })}`, location.origin);
  return (
    <>
      <p>{words.circles.issued(instant(issued.expiresAt))}</p>
      <p class="code">
        <code>{slug}</code> <code id="code">{issued.code}</code>
      </p>
      <p class="hint">
        <code>{link.href}</code>
      </p>
    </>
  );
}
