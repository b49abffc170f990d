import type { RuleView } from '@/lib/alerts/rules/schemas';
import type { RuleState } from './rules-state';

export const ruleStateWord: Record<RuleState, string> = { firing: 'Firing', pending: 'Pending', failing: 'Failing', inactive: 'Quiet', disabled: 'Off' };

/** What matters most about a rule now: one that cannot be evaluated watches nothing, whatever it found before. */
export function stateOfRule({ settings, health, active }: Pick<RuleView, 'settings' | 'health' | 'active'>): RuleState {
  if (!settings.isEnabled) return 'disabled';
  if (health.error !== null) return 'failing';
  if (active.firing > 0) return 'firing';
  return active.pending > 0 ? 'pending' : 'inactive';
}

/** How many alerts a rule has: `2 firing, 1 pending`. */
export function activeWords({ settings, active }: Pick<RuleView, 'settings' | 'active'>): string {
  const parts = [active.firing > 0 ? `${active.firing.toLocaleString('en')} firing` : '', active.pending > 0 ? `${active.pending.toLocaleString('en')} pending` : ''].filter(Boolean);
  if (parts.length > 0) return parts.join(', ');
  return settings.isEnabled ? 'Quiet' : 'Off';
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
