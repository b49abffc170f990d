import { alignedTime, offsetOf, untilNextMs } from '@/lib/scrape/schedule';
import type { ScrapeClock } from './scrape-clock';

/** What is done once an interval. */
export interface ScheduledTask {
  /** Spreads it over the interval: the same text is always at the same place. */
  identity: string;
  intervalMs: number;
  /**
   * Runs once, for a time (milliseconds since 1970). Never rejects. `freeSlot` may be called before the end, when others need not wait for
   * the rest.
   */
  run(timeMs: number, freeSlot: () => void): Promise<void>;
  /** Whether it took long lately. */
  isSlow(): boolean;
}

export interface Scheduler {
  add(task: ScheduledTask): void;
  /** Ends its runs; resolves when a running one has ended. */
  remove(task: ScheduledTask): Promise<void>;
  /** When it runs next (milliseconds since 1970), or null when it is unknown. */
  nextAt(task: ScheduledTask): number | null;
  stop(): Promise<void>;
}

interface Plan {
  task: ScheduledTask;
  offsetMs: number;
  nextAt: number;
  cancelAlarm: () => void;
  state: 'idle' | 'queued' | 'running';
  running: Promise<void>;
}

/**
 * Runs tasks at fixed times of their intervals, at most `maxRunning` at once and each alone. Slow ones get at most half of the slots, so that
 * however many there are, the others are on time. A time at which a task still runs or waits is passed over.
 */
export function createScheduler({ clock, maxRunning }: { clock: ScrapeClock; maxRunning: number }): Scheduler {
  const plans = new Map<ScheduledTask, Plan>();
  const maxSlow = Math.max(1, Math.floor(maxRunning / 2));
  const waiting: { quick: Plan[]; slow: Plan[] } = { quick: [], slow: [] };
  let running = 0;
  let runningSlow = 0;

  function arm(plan: Plan, isFirst: boolean): void {
    const now = clock.now();
    const waitMs = untilNextMs(now, plan.task.intervalMs, plan.offsetMs, isFirst);
    plan.nextAt = now + waitMs;
    plan.cancelAlarm = clock.alarm(waitMs, () => {
      arm(plan, false);
      if (plan.state !== 'idle') return;
      plan.state = 'queued';
      waiting[plan.task.isSlow() ? 'slow' : 'quick'].push(plan);
      fillSlots();
    });
  }

  function fillSlots(): void {
    while (running < maxRunning) {
      const isSlow = waiting.quick.length === 0;
      if (isSlow && runningSlow >= maxSlow) return;
      const plan = waiting[isSlow ? 'slow' : 'quick'].shift();
      if (!plan) return;
      if (plans.get(plan.task) === plan) start(plan, isSlow);
    }
  }

  function start(plan: Plan, isSlow: boolean): void {
    running += 1;
    if (isSlow) runningSlow += 1;
    let isHeld = true;
    const freeSlot = () => {
      if (!isHeld) return;
      isHeld = false;
      running -= 1;
      if (isSlow) runningSlow -= 1;
      fillSlots();
    };
    plan.state = 'running';
    plan.running = plan.task.run(alignedTime(clock.now(), plan.task.intervalMs, plan.offsetMs), freeSlot).finally(() => {
      plan.state = 'idle';
      freeSlot();
    });
  }

  async function remove(task: ScheduledTask): Promise<void> {
    const plan = plans.get(task);
    plans.delete(task);
    plan?.cancelAlarm();
    await plan?.running;
  }

  return {
    add(task) {
      const offsetMs = offsetOf(task.identity, task.intervalMs);
      const plan: Plan = { task, offsetMs, nextAt: 0, cancelAlarm: () => undefined, state: 'idle', running: Promise.resolve() };
      plans.set(task, plan);
      arm(plan, true);
    },
    remove,
    nextAt: (task) => plans.get(task)?.nextAt ?? null,
    stop: async () => void (await Promise.all([...plans.keys()].map(remove))),
  };
}
