import { Loaded } from "../ui/Loaded.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { words } from "../words/index.ts";
import { CircleCard } from "./CircleCard.tsx";
import { ownCircles } from "./documents.ts";

/** The circles one belongs to. */
export function OwnCircles() {
  const query = useQuery(ownCircles, {});
  return (
    <section aria-labelledby="own-circles">
      <h2 id="own-circles">{words.circles.own}</h2>
      <Loaded query={query}>
        {({ ownCircles: page }) =>
          page?.items.length ? (
            <ul class="cards">
              {page.items.map((own) => (
                <CircleCard key={own.circle.slug} own={own} />
              ))}
            </ul>
          ) : (
            <p>{words.circles.none}</p>
          )
        }
      </Loaded>
      <p class="actions">
        <a class="button" href="/found">
          {words.circles.found}
        </a>
        <a class="button plain" href="/join">
          {words.circles.join}
        </a>
      </p>
    </section>
  );
}
