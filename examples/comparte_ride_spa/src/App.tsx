import { useEffect } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso/router";
import { LogInPage } from "./accounts/LogInPage.tsx";
import { me, reloadMe } from "./accounts/me.ts";
import { ProfilePage } from "./accounts/ProfilePage.tsx";
import { SignUpPage } from "./accounts/SignUpPage.tsx";
import { loggedIn } from "./api/session.ts";
import { CirclePage } from "./circles/CirclePage.tsx";
import { FoundPage } from "./circles/FoundPage.tsx";
import { JoinPage } from "./circles/JoinPage.tsx";
import { HomePage } from "./HomePage.tsx";
import { EveryRidePage } from "./rides/EveryRidePage.tsx";
import { FindPage } from "./rides/FindPage.tsx";
import { OfferPage } from "./rides/OfferPage.tsx";
import { RidePage } from "./rides/RidePage.tsx";
import { MissingPage } from "./ui/MissingPage.tsx";
import { Shell } from "./ui/Shell.tsx";

export function App() {
  return (
    <LocationProvider>
      <Shell>{loggedIn.value ? <Inside /> : <Outside />}</Shell>
    </LocationProvider>
  );
}

/** Who is not logged in signs up or logs in; the address stays, and is shown afterwards. */
function Outside() {
  return useLocation().path === "/sign-up" ? <SignUpPage /> : <LogInPage />;
}

function Inside() {
  useEffect(() => {
    if (me.value === null) reloadMe().catch(() => undefined); // each page tells by itself that nothing answers
  }, []);
  return (
    <Router>
      <Route path="/" component={HomePage} />
      <Route path="/sign-up" component={HomePage} />
      <Route path="/profile" component={ProfilePage} />
      <Route path="/found" component={FoundPage} />
      <Route path="/join" component={JoinPage} />
      <Route path="/circles/:slug" component={CirclePage} />
      <Route path="/circles/:slug/offer" component={OfferPage} />
      <Route path="/find" component={FindPage} />
      <Route path="/rides" component={EveryRidePage} />
      <Route path="/rides/:id" component={RidePage} />
      <Route default component={MissingPage} />
    </Router>
  );
}
