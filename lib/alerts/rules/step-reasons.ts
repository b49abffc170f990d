import { formatDuration } from '@/lib/promql/durations';
import type { RuleAlert, RuleTiming } from './step';
import type { Flapping } from './step-flapping';

const shown = (value: number) => (Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value));

/** Why an alert waits or fires, as a sentence. */
export function reasonOfBeginning({ firing, forMs }: RuleTiming, { series, value, phase }: RuleAlert): string {
  const found = firing.of > 1 ? `Found in ${firing.needed} or more of the last ${firing.of} evaluations` : 'The condition holds';
  const what = series === null ? 'The data of the rule is missing' : `${found}; the value is ${shown(value)}`;
  if (forMs === 0) return `${what}.`;
  return phase === 'pending' ? `${what}. It fires when this has lasted for ${formatDuration(forMs)}.` : `${what}. This has lasted for ${formatDuration(forMs)}.`;
}

/** Why an alert ended. */
export function reasonOfEnd({ firing, keepFiringForMs }: RuleTiming, { series }: RuleAlert, cause: 'condition' | 'no_data' | 'calm'): string {
  if (series === null) return 'The data of the rule is there again.';
  if (cause === 'no_data') return 'Its data is missing, which this rule takes for the end.';
  if (cause === 'calm') return 'It flapped; the condition has not held for 15 minutes now.';
  if (keepFiringForMs > 0) return `The condition has not held for ${formatDuration(keepFiringForMs)}.`;
  return firing.of > 1 ? `Found in fewer than ${firing.needed} of the last ${firing.of} evaluations.` : 'The condition does not hold any more.';
}

export function reasonOfFlapping({ changesMs, isFlapping }: Flapping): string {
  if (!isFlapping) return 'It has been steady for 15 minutes and does not flap any more.';
  return `It flaps: it began or ended ${changesMs.length} times within 15 minutes. It counts as one alert until it has been quiet for 15 minutes.`;
}
