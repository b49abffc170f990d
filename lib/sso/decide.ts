import type { ProviderRules, RoleGrant } from '@/lib/settings/provider-settings';
import type { Identity } from './identity';
import type { Refusal } from './refusals';

/** What groups make of a person: the first rule whose group the person has, else what the rules say of who has none. */
export function grantOf(rules: Pick<ProviderRules, 'groups' | 'grant' | 'withoutGroup'>, groups: Identity['groups']): RoleGrant | { refusal: Refusal } {
  if (rules.groups.length === 0) return rules.grant;
  if (groups === null) return { refusal: 'groups_unknown' };
  const found = rules.groups.find(({ group }) => groups.includes(group));
  if (found) return { role: found.role, customRole: found.customRole };
  return rules.withoutGroup === 'refuse' ? { refusal: 'no_group' } : rules.grant;
}

/** The account that has the email which a provider says. */
export interface KnownAccount {
  hasSecondFactor: boolean;
  /** Whether the browser that came has a session of this account. */
  isSignedIn: boolean;
  /** Whether it belongs to any tenant, also deactivated. */
  isMember: boolean;
}

/**
 * What happens with somebody who never came by this provider: `link` ties the identity to the account that has the email, `join` makes a new member. An account is tied only when the provider
 * answers for the email and, where it has a second factor, its person is signed in: a provider must not be a way around it.
 */
export function decideFirst(rules: Pick<ProviderRules, 'domains'>, identity: Pick<Identity, 'email' | 'isEmailVerified'>, account: KnownAccount | null): 'link' | 'join' | { refusal: Refusal } {
  const { email, isEmailVerified } = identity;
  if (email === null) return { refusal: 'no_email' };
  if (!isEmailVerified) return { refusal: 'unverified_email' };
  const isMember = account?.isMember === true;
  if (rules.domains.length === 0 && !isMember) return { refusal: 'nobody_joins' };
  if (rules.domains.length > 0 && !rules.domains.includes(domainOf(email))) return { refusal: 'domain' };
  if (account?.hasSecondFactor === true && !account.isSignedIn) return { refusal: 'link_needed' };
  return isMember ? 'link' : 'join';
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
