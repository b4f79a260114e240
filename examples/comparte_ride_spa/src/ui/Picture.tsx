import { addressOf } from "../api/config.ts";

interface Props {
  readonly path: string | null;
  readonly name: string;
  /** What it shows, where the words beside it do not say it. */
  readonly alt?: string;
  readonly large?: boolean;
}

/** Somebody's picture, or the first letter of the name. */
export function Picture({ path, name, alt = "", large = false }: Props) {
  const kind = large ? "picture large" : "picture";
  if (path !== null) return <img class={kind} src={addressOf(path)} alt={alt} loading="lazy" />;
  return (
    <span class={kind} aria-hidden="true">
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}
