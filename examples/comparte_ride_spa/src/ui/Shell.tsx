import type { ComponentChildren } from "preact";
import { useLocation } from "preact-iso/router";
import { leave, loggedIn } from "../api/session.ts";
import { words } from "../words/index.ts";

/** What every page has around it. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#content">
        {words.nav.skip}
      </a>
      <header>
        <a class="brand" href="/">
          <img src="/clover.svg" alt="" width="28" height="28" />
          {words.app}
        </a>
        {loggedIn.value && <Navigation />}
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer>
        <p>{words.slogan}</p>
      </footer>
    </>
  );
}

const PLACES = [
  ["/", words.nav.home],
  ["/find", words.nav.find],
  ["/join", words.nav.join],
  ["/profile", words.nav.profile],
] as const;

function Navigation() {
  const { path, route } = useLocation();
  function logOut(): void {
    leave().catch(() => undefined); // the token is gone from here; at the backend it ends by its time
    route("/");
  }
  return (
    <nav aria-label={words.nav.label}>
      {PLACES.map(([href, label]) => (
        <a key={href} href={href} aria-current={path === href ? "page" : undefined}>
          {label}
        </a>
      ))}
      <button type="button" class="link" onClick={logOut}>
        {words.nav.logOut}
      </button>
    </nav>
  );
}
