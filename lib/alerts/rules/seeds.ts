import { checkSeeds } from './check-seeds';
import { hostSeeds } from './host-seeds';
import { ownSeeds } from './own-seeds';
import type { RuleInput } from './schemas';

/** A rule that Nines brings along. Its key never changes: by it a tenant's rule is known, and one that was deleted stays away. */
export interface SeedRule {
  key: string;
  rule: RuleInput;
}

/** Every rule that Nines brings along, in the order in which they are listed. */
export const seeds: readonly SeedRule[] = [...hostSeeds, ...checkSeeds, ...ownSeeds];
