import { phases, type Phase } from '@/lib/checks/states';

interface WaterfallPart {
  phase: Phase;
  ms: number;
  /** Where it begins and how long it is, as shares of the whole from 0 to 1. */
  start: number;
  share: number;
}

/** The phases of a try one after the other, on the scale of the longer of their sum and the whole time. */
export function waterfallParts(phasesMs: Readonly<Partial<Record<Phase, number>>>, durationMs: number): WaterfallPart[] {
  const known = phases.flatMap((phase) => {
    const ms = phasesMs[phase];
    return ms === undefined ? [] : [{ phase, ms: Math.max(0, ms) }];
  });
  const sumMs = known.reduce((sum, { ms }) => sum + ms, 0);
  const wholeMs = Math.max(sumMs, durationMs, Number.MIN_VALUE);
  let startMs = 0;
  return known.map(({ phase, ms }) => {
    const part = { phase, ms, start: startMs / wholeMs, share: ms / wholeMs };
    startMs += ms;
    return part;
  });
}
