import { permissionsOf, type Permission, type Role } from '@/lib/auth/permissions';

/** Who wants to change something: a person by the role, or an API key, which acts like a custom role. */
export interface Hand {
  role: Role | null;
  permissions: readonly Permission[];
}

/** What somebody holds, or is to hold. */
export interface Holding {
  role: Role;
  /** Those of the custom role. */
  added: readonly string[];
}

interface Standing {
  role: Role;
  isActive: boolean;
}

/** Why this role, with what a custom role adds, may not be given by who gives it; null when it may. Nobody gives more than they hold. */
export function refusalToGive(hand: Hand, given: Holding): string | null {
  if (hand.role === 'OWNER') return null;
  if (given.role === 'OWNER') return 'Only an OWNER can make somebody OWNER.';
  if (hand.role === 'ADMIN') return null;
  if (given.role === 'ADMIN') return 'Only an OWNER or ADMIN can make somebody ADMIN.';
  return missingWords(hand, permissionsOf(given.role, given.added), 'You cannot give');
}

/** Why somebody may not be changed; null when they may. OWNERs change all, ADMINs who is neither OWNER nor ADMIN, others who holds no more than they do; `isSelf`: each may change their own. */
export function refusalToTouch(hand: Hand, target: Holding, isSelf: boolean): string | null {
  if (hand.role === 'OWNER' || isSelf) return null;
  if (target.role === 'OWNER') return 'Only an OWNER can change an OWNER.';
  if (target.role === 'ADMIN') return hand.role === 'ADMIN' ? 'Only an OWNER can change another ADMIN.' : 'Only an OWNER can change an ADMIN.';
  if (hand.role === 'ADMIN') return null;
  return missingWords(hand, permissionsOf(target.role, target.added), 'You cannot change who holds');
}

/** Why a custom role may not have these permissions; null when it may. */
export function refusalToGrant(hand: Hand, granted: readonly string[]): string | null {
  return missingWords(hand, granted, 'You cannot change a role with');
}

/** Why a change would leave the tenant without an active OWNER; null when one is left. `activeOwners` counts those of before. */
export function refusalOfLastOwner(email: string, from: Standing, to: Standing | null, activeOwners: number): string | null {
  const counts = (standing: Standing | null) => standing !== null && standing.role === 'OWNER' && standing.isActive;
  if (!counts(from) || counts(to) || activeOwners > 1) return null;
  return `${email} is the last active OWNER. Make somebody else OWNER first.`;
}

function missingWords(hand: Hand, wanted: readonly string[], cannot: string): string | null {
  const held: readonly string[] = hand.permissions;
  const missing = wanted.filter((each) => !held.includes(each));
  return missing.length === 0 ? null : `${cannot} ${missing.join(', ')}: you do not hold ${missing.length === 1 ? 'it' : 'them'} yourself.`;
}
