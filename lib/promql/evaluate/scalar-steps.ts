import type { Budget } from './budget';
import type { Grid } from './matrix';

/** Steps filled in one go. */
const stepsInOneGo = 100_000;

/** Calls `work` for each stretch of steps in turn, and lets others work between them. `cost` is the work at one step. */
export async function inStretches(steps: number, budget: Budget, work: (from: number, to: number) => void, cost = 1): Promise<void> {
  const stretch = Math.max(1, Math.floor(stepsInOneGo / cost));
  for (let from = 0; from < steps; from += stretch) {
    const to = Math.min(steps, from + stretch);
    work(from, to);
    if (budget.spend((to - from) * cost)) await budget.breathe();
  }
}

/** One value a step. Throws PromqlError `execution` when so many are too much to hold. */
export async function fillSteps(steps: number, budget: Budget, valueAt: (step: number) => number): Promise<Float64Array> {
  budget.hold(steps);
  const values = new Float64Array(steps);
  await inStretches(steps, budget, (from, to) => {
    for (let step = from; step < to; step += 1) values[step] = valueAt(step);
  });
  return values;
}

/** The times of a grid in seconds. */
export function secondsOf({ startMs, stepMs, count }: Grid, budget: Budget): Promise<Float64Array> {
  return fillSteps(count, budget, (step) => (startMs + step * stepMs) / 1000);
}
