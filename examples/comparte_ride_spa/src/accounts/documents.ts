import { graphql } from "../api/graphql.ts";

export const logIn = graphql(`
  mutation LogIn($email: String!, $password: String!) {
    logIn(email: $email, password: $password) {
      __typename
      ... on LogInSuccess { result { accessToken expiresIn refreshToken } }
      ... on TooManyAttempts { retryAfter }
      ... on Error { code }
    }
  }
`);

export const signUp = graphql(`
  mutation SignUp(
    $email: String!, $username: String!, $password: String!
    $firstName: String!, $lastName: String!, $phone: String!, $language: String!
  ) {
    signUp(
      email: $email, username: $username, password: $password
      firstName: $firstName, lastName: $lastName, phone: $phone, language: $language
    ) {
      __typename
      ... on SignUpSuccess { result { email expiresAt } }
      ... on PasswordRefused { reasons }
      ... on TooManyAttempts { retryAfter }
      ... on Error { code }
    }
  }
`);

const profileFields = graphql(`
  fragment ProfileFields on Profile {
    id email username firstName lastName phone biography
    picture ridesOffered ridesTaken reputation ratingsCount
  }
`);

export const profile = graphql(`query Profile { profile { ...ProfileFields } }`, [profileFields]);

export const updateProfile = graphql(`
  mutation UpdateProfile(
    $username: String, $firstName: String, $lastName: String, $phone: String, $biography: String
  ) {
    updateProfile(
      username: $username, firstName: $firstName, lastName: $lastName, phone: $phone, biography: $biography
    ) {
      __typename
      ... on Error { code }
    }
  }
`);

export const changePicture = graphql(`
  mutation ChangePicture($picture: Bytes!) {
    changePicture(picture: $picture) { __typename }
  }
`);

export const removePicture = graphql(`
  mutation RemovePicture { removePicture { __typename } }
`);
