/** Why somebody who came by a provider was not let in, as the audit trail and the sign-in page name it. */
const refusals = {
  no_identity: 'The provider did not say who you are. Ask who runs it whether Nines is set up there rightly.',
  no_email: 'The provider did not tell your email. Allow Nines to read it, or ask who runs the provider.',
  unverified_email: 'The provider does not confirm that your email is yours. Confirm it there, then sign in again.',
  domain: 'Your email is not of a domain that may sign in by this provider. Use another account, or ask an owner.',
  nobody_joins: 'There is no account with your email, and nobody new joins by this provider. Ask an owner to invite you.',
  of_another: 'This account at the provider belongs to somebody else here. Sign out there, and choose the one that is yours.',
  other_email: 'The provider says another email than that of your account here. Use the account there that has the same one.',
  link_needed: 'Your account has a second factor, so it is not tied to the provider by its email alone. Sign in as before, then choose the provider on your own page.',
  deactivated: 'Your account is deactivated. Ask an owner or admin.',
  no_group: 'None of your groups may sign in to Nines. Ask who gives out the groups.',
  groups_unknown: 'The provider did not say your groups, because they are too many. Ask who runs it to send only those that Nines needs.',
  not_ready: 'This provider is not set up completely: the organisation that people join by it is missing. Ask an owner.',
  unavailable: 'Signing in is not possible at this moment. Try again.',
} as const;

export type Refusal = keyof typeof refusals;

/** Errors of next-auth on the way to a provider and back. */
const nextAuthErrors: Readonly<Record<string, string>> = {
  OAuthSignin: 'The provider could not be reached, or is not set up rightly. Try again, or sign in another way.',
  OAuthCallback: 'The answer of the provider was not accepted: it came too late, was used before, or belongs to another browser. Start again.',
  Callback: 'Signing in by the provider was not finished. Start again.',
};

/** The sentence for the `error` of the sign-in page's address; null for none that is of a provider. */
export function providerErrorOf(code: string | readonly string[] | undefined): string | null {
  if (typeof code !== 'string') return null;
  const known: Readonly<Record<string, string>> = { ...refusals, ...nextAuthErrors };
  return Object.hasOwn(known, code) ? (known[code] ?? null) : null;
}
