import { useLocation, useRoute } from "preact-iso/router";
import { call } from "../api/call.ts";
import type { ResultOf } from "../api/graphql.ts";
import { FormView } from "../ui/Form.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { Page } from "../ui/Page.tsx";
import { useForm } from "../ui/useForm.ts";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { Marks } from "./CircleCard.tsx";
import { circle as circleDocument, leaveCircle } from "./documents.ts";
import { Invite } from "./Invite.tsx";

type Circle = NonNullable<ResultOf<typeof circleDocument>["circle"]>;

/** A circle: its rides, its newest members, and how to invite or leave. */
export function CirclePage() {
  const slug = useRoute().params.slug ?? "";
  const query = useQuery(circleDocument, { circleSlug: slug });
  return (
    <Page title={query.data?.circle?.name ?? words.circles.circle}>
      <Loaded query={query}>{({ circle }) => circle && <Inside circle={circle} />}</Loaded>
    </Page>
  );
}

function Inside({ circle }: { readonly circle: Circle }) {
  const belongs = circle.members.length > 0; // who is no member sees none
  return (
    <>
      <div class="row">
        <Marks circle={circle} />
      </div>
      {circle.description !== "" && <p class="notes">{circle.description}</p>}
      {belongs && <ForMembers circle={circle} />}
    </>
  );
}

function ForMembers({ circle }: { readonly circle: Circle }) {
  return (
    <>
      <Invite slug={circle.slug} />
      <Leave slug={circle.slug} />
    </>
  );
}

function Leave({ slug }: { readonly slug: string }) {
  const { route } = useLocation();
  const form = useForm(async () => {
    const answer = (await call(leaveCircle, { circleSlug: slug })).leaveCircle;
    if (answer?.__typename !== "LeaveCircleSuccess") return answer;
    route("/");
    return null;
  });
  return <FormView form={form} button={words.circles.leave} kind="plain" />;
}
