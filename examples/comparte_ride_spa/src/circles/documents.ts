import { graphql } from "../api/graphql.ts";

const circleFields = graphql(`
  fragment CircleFields on Circle {
    slug name description picture public verified membersLimit membersCount ridesCount
  }
`);

export const ownCircles = graphql(
  `query OwnCircles($after: String) {
    ownCircles(first: 50, after: $after) { items { role circle { ...CircleFields } } after }
  }`,
  [circleFields],
);

export const circle = graphql(
  `query Circle($circleSlug: String!) {
    circle(circleSlug: $circleSlug) {
      ...CircleFields
      members { accountId role account { username firstName picture } }
    }
  }`,
  [circleFields],
);

export const createCircle = graphql(`
  mutation CreateCircle($name: String!, $description: String!, $public: Boolean!, $membersLimit: Int) {
    createCircle(name: $name, description: $description, public: $public, membersLimit: $membersLimit) {
      __typename
      ... on CreateCircleSuccess { result { slug } }
    }
  }
`);

export const joinCircle = graphql(`
  mutation JoinCircle($circleSlug: String!, $code: String!) {
    joinCircle(circleSlug: $circleSlug, code: $code) {
      __typename
      ... on JoinCircleSuccess { result { slug } }
      ... on Error { code }
    }
  }
`);

export const leaveCircle = graphql(`
  mutation LeaveCircle($circleSlug: String!) {
    leaveCircle(circleSlug: $circleSlug) { __typename ... on Error { code } }
  }
`);

export const invitations = graphql(`
  query Invitations($circleSlug: String!) { invitations(circleSlug: $circleSlug) { left } }
`);

export const issueInvitation = graphql(`
  mutation IssueInvitation($circleSlug: String!) {
    issueInvitation(circleSlug: $circleSlug) {
      __typename
      ... on IssueInvitationSuccess { result { code expiresAt } }
      ... on Error { code }
    }
  }
`);
