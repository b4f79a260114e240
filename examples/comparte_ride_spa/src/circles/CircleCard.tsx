import type { ResultOf } from "../api/graphql.ts";
import { Picture } from "../ui/Picture.tsx";
import { words } from "../words/index.ts";
import type { ownCircles } from "./documents.ts";

export type OwnCircle = NonNullable<ResultOf<typeof ownCircles>["ownCircles"]>["items"][number];
export type Circle = OwnCircle["circle"];

/** A circle in a list. */
export function CircleCard({ own }: { readonly own: OwnCircle }) {
  const { circle, role } = own;
  return (
    <li class="card row">
      <Picture path={circle.picture} name={circle.name} />
      <div>
        <h3>
          <a href={`/circles/${circle.slug}`}>{circle.name}</a>
        </h3>
        <Marks circle={circle} />
        {role === "administrator" && <span class="mark">{words.circles.administrator}</span>}
      </div>
    </li>
  );
}

/** What a circle is, in a few words. */
export function Marks({ circle }: { readonly circle: Circle }) {
  const { circles } = words;
  const facts = [
    circle.public ? circles.publicMark : circles.privateMark,
    ...(circle.verified ? [circles.verified] : []),
    circles.members(circle.membersCount),
    circles.rides(circle.ridesCount),
  ];
  return <p class="hint">{facts.join(" · ")}</p>;
}
