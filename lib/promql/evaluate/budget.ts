import { PromqlError } from '@/lib/promql/error';

/** What an evaluation may take, and when it lets others work. */
export interface Budget {
  /** Counts work (about one unit a value touched); true when it is time for `breathe`. */
  spend(units: number): boolean;
  /** Throws PromqlError `timeout` or `canceled` when the evaluation has to end; else a promise to wait for, or undefined. */
  breathe(): Promise<void> | undefined;
  /** Throws PromqlError `execution` when holding so many values at once, beside those read and those held elsewhere, is too much. */
  hold(values: number): void;
  /** Does work while so many values stay held: `hold` counts them in all of it. Throws like `hold`. */
  whileHeld<T>(values: number, work: () => Promise<T>): Promise<T>;
  /** Counts what was read; throws like `hold`. */
  read(samples: number): void;
  readonly samplesRead: number;
}

export interface BudgetOptions {
  maxSamples: number;
  isExpired?: (() => 'timeout' | 'canceled' | null) | undefined;
  pause?: (() => Promise<void> | undefined) | undefined;
}

/** Work between two breaths: about a millisecond or two. */
const unitsABreath = 200_000;

export function createBudget({ maxSamples, isExpired, pause }: BudgetOptions): Budget {
  let units = 0;
  let samplesRead = 0;
  let held = 0;
  const check = (samples: number) => {
    if (samples > maxSamples) {
      throw new PromqlError('execution', 'query processing would load too many samples into memory in query execution');
    }
  };
  return {
    spend: (more) => {
      units += more;
      return units >= unitsABreath;
    },
    breathe: () => {
      units = 0;
      const reason = isExpired?.();
      if (reason === 'timeout') throw new PromqlError('timeout', 'query timed out in expression evaluation');
      if (reason === 'canceled') throw new PromqlError('canceled', 'query was canceled in expression evaluation');
      return pause?.();
    },
    hold: (values) => check(samplesRead + held + values),
    whileHeld: async (values, work) => {
      held += values;
      try {
        check(samplesRead + held);
        return await work();
      } finally {
        held -= values;
      }
    },
    read: (samples) => {
      samplesRead += samples;
      check(samplesRead);
    },
    get samplesRead() {
      return samplesRead;
    },
  };
}
