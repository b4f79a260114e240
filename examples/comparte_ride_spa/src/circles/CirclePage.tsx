import { useLocation, useRoute } from "preact-iso/router";
import { me } from "../accounts/me.ts";
import { call } from "../api/call.ts";
import type { ResultOf } from "../api/graphql.ts";
import { FoundRides } from "../rides/FoundRides.tsx";
import { FormView } from "../ui/Form.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { Page } from "../ui/Page.tsx";
import { Picture } from "../ui/Picture.tsx";
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
        <Picture path={circle.picture} name={circle.name} />
        <Marks circle={circle} />
      </div>
      {circle.description !== "" && <p class="notes">{circle.description}</p>}
      {belongs && <ForMembers circle={circle} />}
    </>
  );
}

function ForMembers({ circle }: { readonly circle: Circle }) {
  const wanted = {
    circleSlug: circle.slug,
    text: "",
    departsAfter: null,
    seats: 1,
    order: "soonest",
  } as const;
  return (
    <>
      <section aria-labelledby="rides">
        <h2 id="rides">{words.rides.inCircle}</h2>
        <FoundRides wanted={wanted} />
        <p class="actions">
          <a class="button" href={`/circles/${circle.slug}/offer`}>
            {words.rides.offer}
          </a>
        </p>
      </section>
      <Invite slug={circle.slug} />
      <Newest circle={circle} />
      <Leave slug={circle.slug} />
    </>
  );
}

function Newest({ circle }: { readonly circle: Circle }) {
  const { circles } = words;
  return (
    <section aria-labelledby="newest">
      <h2 id="newest">{circles.newest}</h2>
      <ul class="people">
        {circle.members.map(({ accountId, role, account }) => (
          <li key={accountId} class="row">
            <Picture path={account?.picture ?? null} name={account?.firstName ?? "?"} />
            <span>
              {account?.firstName} {accountId === me.value?.id && circles.you}{" "}
              <span class="hint">{role === "administrator" ? circles.administrator : circles.member}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
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
