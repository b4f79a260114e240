import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { words } from "../words/index.ts";

interface Props {
  readonly title: string;
  /** What was just done here, for everybody to read and hear. */
  readonly said?: string | null;
  readonly children: ComponentChildren;
}

let first = true; // the page that is opened first leaves the focus where the browser put it

/** A page: its title is the document's too, and gets the focus, so that a screen reader says where one is. */
export function Page({ title, said = null, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!first) heading.current?.focus();
    first = false;
  }, []);
  useEffect(() => {
    document.title = `${title} · ${words.app}`;
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <div role="status">{said !== null && <p class="said">{said}</p>}</div>
      {children}
    </>
  );
}
