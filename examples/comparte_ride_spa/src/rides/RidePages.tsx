import { useState } from "preact/hooks";
import { problemText } from "../ui/problemText.ts";
import { words } from "../words/index.ts";
import { RideCards, type RideInList } from "./RideCard.tsx";

/** A part of a long list of rides, and where it goes on. */
export interface RidePart {
  readonly items: readonly RideInList[];
  readonly after: string | null;
}

interface Props {
  readonly first: RidePart;
  readonly next: (after: string) => Promise<RidePart | null>;
}

/** A list of rides that is read part by part. */
export function RidePages({ first, next }: Props) {
  const [part, setPart] = useState(first);
  const [wrong, setWrong] = useState<string | null>(null);
  async function more(after: string): Promise<void> {
    try {
      const found = await next(after);
      setPart({ items: [...part.items, ...(found?.items ?? [])], after: found?.after ?? null });
      setWrong(null);
    } catch (error) {
      setWrong(problemText(error));
    }
  }
  const { after } = part;
  return (
    <>
      <RideCards rides={part.items} />
      {wrong !== null && (
        <p role="alert" class="wrong">
          {wrong}
        </p>
      )}
      {after !== null && (
        <p class="actions">
          <button type="button" class="plain" onClick={() => void more(after)}>
            {words.common.more}
          </button>
        </p>
      )}
    </>
  );
}
