/** From the best to the worst. What is not measured is `unknown`: never up and never down. */
export const checkStates = ['up', 'degraded', 'unknown', 'down'] as const;
export type CheckState = (typeof checkStates)[number];

/** The parts of a probe's time, in their order. */
export const phases = ['dns', 'connect', 'tls', 'first_byte', 'transfer'] as const;
export type Phase = (typeof phases)[number];

/** The worst of some states; null for none. Down is worse than unknown, unknown worse than degraded. */
export function worstOf(states: readonly CheckState[]): CheckState | null {
  return states.reduce<CheckState | null>((worst, state) => (worst === null || checkStates.indexOf(state) > checkStates.indexOf(worst) ? state : worst), null);
}
