import { me } from "./accounts/me.ts";
import { OwnCircles } from "./circles/OwnCircles.tsx";
import { OwnRides } from "./rides/OwnRides.tsx";
import { Page } from "./ui/Page.tsx";
import { words } from "./words/index.ts";

/** What one belongs to, and the rides one has. */
export function HomePage() {
  return (
    <Page title={me.value === null ? words.app : words.hello(me.value.firstName)}>
      <OwnRides />
      <OwnCircles />
    </Page>
  );
}
