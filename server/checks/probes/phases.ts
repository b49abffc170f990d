import type { Phase } from '@/lib/checks/states';

/** Measures the parts of a probe's time. A part that comes again, after a redirect, is added. */
export interface PhaseClock {
  measure<T>(phase: Phase, work: () => Promise<T>): Promise<T>;
  /** Of each part that was begun, in milliseconds. */
  phasesMs(): Partial<Record<Phase, number>>;
  /** Since the clock was made, in milliseconds. */
  totalMs(): number;
}

export function createPhaseClock(): PhaseClock {
  const startedMs = performance.now();
  const phasesMs: Partial<Record<Phase, number>> = {};
  return {
    async measure(phase, work) {
      const beganMs = performance.now();
      try {
        return await work();
      } finally {
        phasesMs[phase] = (phasesMs[phase] ?? 0) + performance.now() - beganMs;
      }
    },
    phasesMs: () => phasesMs,
    totalMs: () => performance.now() - startedMs,
  };
}
