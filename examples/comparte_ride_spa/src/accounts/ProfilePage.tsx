import { useEffect, useState } from "preact/hooks";
import { Loaded } from "../ui/Loaded.tsx";
import { Page } from "../ui/Page.tsx";
import { useQuery } from "../ui/useQuery.ts";
import { mean, words } from "../words/index.ts";
import { DetailsForm } from "./DetailsForm.tsx";
import { profile } from "./documents.ts";
import { me, type Profile } from "./me.ts";
import { PictureForm } from "./PictureForm.tsx";

/** What one's account says, and what others gave it. */
export function ProfilePage() {
  const [said, setSaid] = useState<string | null>(null);
  const query = useQuery(profile, {});
  const changed = async (what: string) => {
    await query.reload();
    setSaid(what);
  };
  useEffect(() => {
    if (query.data !== null) me.value = query.data.profile;
  }, [query.data]);
  return (
    <Page title={words.account.profile} said={said}>
      <Loaded query={query}>
        {({ profile: own }) =>
          own && (
            <>
              <Standing own={own} />
              <PictureForm own={own} onChange={changed} />
              <DetailsForm own={own} onChange={changed} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Standing({ own }: { readonly own: Profile }) {
  const { account } = words;
  const reputation =
    own.reputation === null ? account.unrated : account.rating(mean(own.reputation), own.ratingsCount);
  return (
    <dl class="standing">
      <div>
        <dt>{account.offered}</dt>
        <dd>{own.ridesOffered}</dd>
      </div>
      <div>
        <dt>{account.taken}</dt>
        <dd>{own.ridesTaken}</dd>
      </div>
      <div>
        <dt>{account.reputation}</dt>
        <dd>{reputation}</dd>
      </div>
    </dl>
  );
}
