import { z } from 'zod';
import type { ProviderConnection } from '@/lib/settings/provider-settings';

/** Who a provider says that somebody is. */
export interface Identity {
  /** The same for one account for ever, and of nobody else, also when the provider behind a key is changed. */
  subject: string;
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  /** Null: the provider did not say them though it has some. */
  groups: readonly string[] | null;
  /** Whether the provider says that a second factor was proved (RFC 8176, `mfa`). */
  hasSecondFactor: boolean;
}

const Text = z.string().min(1).max(300);
const Email = z.email().max(254).toLowerCase();
const Claims = z.looseObject({
  iss: Text.optional().catch(undefined),
  sub: Text.optional().catch(undefined),
  oid: Text.optional().catch(undefined),
  tid: Text.optional().catch(undefined),
  id: z.union([z.int().min(1), Text]).optional().catch(undefined),
  email: Email.nullable().catch(null).default(null),
  preferred_username: Email.nullable().catch(null).default(null),
  name: z.string().trim().min(1).transform((name) => name.slice(0, 100)).nullable().catch(null).default(null),
  hd: Text.optional().catch(undefined),
  amr: z.array(z.string()).max(50).catch([]).default([]),
});
type Claims = z.output<typeof Claims>;

/**
 * Reads the claims of an id token (OpenID Connect Core 1.0, section 2) or the profile of GitHub, whose email is the primary one that GitHub verified. Null when they do not say who it is,
 * or come from another issuer than was set up.
 */
export function identityOf(connection: ProviderConnection, profile: unknown): Identity | null {
  const claims = Claims.safeParse(profile).data;
  if (!claims) return null;
  const subject = subjectOf(connection, claims);
  if (subject === null) return null;
  const email = emailOf(connection, claims);
  const groups = groupsOf(connection, claims);
  return { subject, email, isEmailVerified: email !== null && isVerified(connection, claims), name: claims.name, groups, hasSecondFactor: claims.amr.includes('mfa') };
}

function subjectOf(connection: ProviderConnection, claims: Claims): string | null {
  switch (connection.kind) {
    case 'oidc':
      return claims.iss !== undefined && sameIssuer(claims.iss, connection.issuer) && claims.sub !== undefined ? `oidc ${bare(claims.iss)} ${claims.sub}` : null;
    case 'entra':
      return claims.tid !== undefined && claims.oid !== undefined && isOfDirectory(connection.tenant, claims.tid) ? `entra ${claims.tid} ${claims.oid}` : null;
    case 'github':
      return claims.id === undefined ? null : `github ${claims.id}`;
    case 'google':
      return claims.sub === undefined ? null : `google ${claims.sub}`;
  }
}

/** In Entra ID the claim `email` may be missing, and the name of sign-in is one of the directory's own domains. */
function emailOf(connection: ProviderConnection, claims: Claims): string | null {
  return connection.kind === 'entra' && connection.tenant !== 'organizations' ? (claims.email ?? claims.preferred_username) : claims.email;
}

function isVerified(connection: ProviderConnection, claims: Claims): boolean {
  switch (connection.kind) {
    case 'oidc':
    case 'github':
      return isTrue(claims.email_verified);
    // Who runs a directory may write any email into it: only one directory that was chosen is believed, or Microsoft's own word that the domain is the directory's.
    case 'entra':
      return connection.tenant !== 'organizations' || isTrue(claims.xms_edov);
    // Google answers for its own addresses and those of Workspace; others it verified once, at some time.
    case 'google':
      return isTrue(claims.email_verified) && (claims.hd !== undefined || claims.email?.endsWith('@gmail.com') === true);
  }
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === 'true' || value === '1';
}

function groupsOf(connection: ProviderConnection, claims: Claims): readonly string[] | null {
  if (connection.kind !== 'oidc' && connection.kind !== 'entra') return [];
  const { groupsClaim } = connection;
  // Beyond 200 groups Entra ID names a place where to ask for them instead.
  const isElsewhere = z.looseObject({ _claim_names: z.record(z.string(), z.unknown()) }).safeParse(claims);
  if (isElsewhere.success && Object.hasOwn(isElsewhere.data._claim_names, groupsClaim)) return null;
  const value = Object.hasOwn(claims, groupsClaim) ? claims[groupsClaim] : undefined;
  const listed = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as unknown[]) : [];
  return listed.filter((each): each is string => typeof each === 'string').slice(0, 2_000);
}

function isOfDirectory(tenant: string, tid: string): boolean {
  return /^[0-9a-f]{8}-/.test(tenant) ? tid.toLowerCase() === tenant : true;
}

function sameIssuer(said: string, configured: string): boolean {
  return bare(said) === bare(configured);
}

function bare(issuer: string): string {
  return issuer.replace(/\/$/, '');
}

/** How the subjects of a provider begin: those that begin otherwise are of where the key led before. */
export function subjectPrefixOf(connection: ProviderConnection): string {
  if (connection.kind === 'oidc') return `oidc ${bare(connection.issuer)} `;
  if (connection.kind === 'entra' && /^[0-9a-f]{8}-/.test(connection.tenant)) return `entra ${connection.tenant} `;
  return `${connection.kind} `;
}
