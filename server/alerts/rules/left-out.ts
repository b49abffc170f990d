import type { Log } from '@/server/log';

const consequences = {
  'alert rules': 'there are more alert rules than are evaluated: those that are left out find nothing',
  'alerts of rules': 'there are more alerts of rules than are loaded at a start: those that are left out may end only by hand',
} as const;

/** Logs how many of a kind a bound leaves out, when that begins or changes, and not at every loading. */
export function createLeftOut(log: Log): (kind: keyof typeof consequences, leftOut: number) => void {
  const told = new Map<string, number>();
  return (kind, leftOut) => {
    if ((told.get(kind) ?? 0) === leftOut) return;
    told.set(kind, leftOut);
    if (leftOut > 0) log.error({ leftOut }, consequences[kind]);
  };
}
