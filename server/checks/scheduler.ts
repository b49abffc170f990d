import { alignedTime, offsetOf, untilNextMs } from '@/lib/scrape/schedule';
import type { ScrapeClock } from '@/server/scrape/scrape-clock';

/** What is done once an interval. */
export interface CheckTask {
  /** Spreads it over the interval: the same text is always at the same place. */
  id: string;
  tenantId: string;
  intervalMs: number;
  /** Runs once, for a time (milliseconds since 1970). Never rejects. */
  run(timeMs: number): Promise<void>;
  /** Milliseconds from the end of a run to the next, where that comes sooner than its interval has it; null otherwise. */
  soonerMs(): number | null;
  /** Whether it took long lately, or may: nobody knows before its first run. */
  isSlow(): boolean;
}

export interface CheckScheduler {
  /** Runs it from now on; `isDue` within seconds for the first time. */
  add(task: CheckTask, isDue: boolean): void;
  /** Ends its runs; the one under way goes on. */
  remove(task: CheckTask): void;
  /** Runs it as soon as there is room, unless it runs. */
  runSoon(task: CheckTask): void;
  stop(): void;
}

interface Plan {
  task: CheckTask;
  offsetMs: number;
  dueMs: number;
  cancelAlarm: () => void;
  cancelSooner: () => void;
  state: 'idle' | 'queued' | 'running';
  isAgain: boolean;
}

interface SchedulerOptions {
  clock: ScrapeClock;
  maxRunning: number;
  /** Milliseconds from when a run was due until it began. */
  onStart?: (latenessMs: number) => void;
}

const firstWithinMs = 20_000;
const slowShare = 0.5;
const tenantShare = 0.75;

/**
 * Runs each task once an interval at its own place in it, at most `maxRunning` at once and each alone. Slow ones, and those that never ran, get at most half of the room and one tenant
 * three quarters of it, so that the others are on time. A time at which a task still runs or waits is passed over.
 */
export function createCheckScheduler({ clock, maxRunning, onStart }: SchedulerOptions): CheckScheduler {
  const plans = new Map<CheckTask, Plan>();
  const waiting: { quick: Plan[]; slow: Plan[] } = { quick: [], slow: [] };
  const runningOf = new Map<string, number>();
  const most = { slow: Math.max(1, Math.floor(maxRunning * slowShare)), ofTenant: Math.max(1, Math.floor(maxRunning * tenantShare)) };
  let running = 0;
  let runningSlow = 0;

  function arm(plan: Plan, waitMs: number): void {
    const dueMs = clock.monotonicMs() + waitMs;
    plan.cancelAlarm = clock.alarm(waitMs, () => {
      arm(plan, untilNextMs(clock.now(), plan.task.intervalMs, plan.offsetMs, false));
      enqueue(plan, dueMs);
    });
  }

  function enqueue(plan: Plan, dueMs = clock.monotonicMs()): void {
    if (plan.state !== 'idle') return;
    plan.state = 'queued';
    plan.dueMs = dueMs;
    waiting[plan.task.isSlow() ? 'slow' : 'quick'].push(plan);
    fill();
  }

  function fill(): void {
    while (running < maxRunning) {
      const quick = take(waiting.quick);
      const plan = quick ?? (runningSlow < most.slow ? take(waiting.slow) : null);
      if (!plan) return;
      if (plans.get(plan.task) === plan) start(plan, quick === null);
    }
  }

  function take(queue: Plan[]): Plan | null {
    const runningFor = ({ task }: Plan) => runningOf.get(task.tenantId) ?? 0;
    // Of slow ones a tenant that has few running comes first, so that no two others hold all the places.
    const fewest = queue === waiting.slow ? queue.reduce((found, plan) => Math.min(found, runningFor(plan)), Infinity) : most.ofTenant - 1;
    const index = queue.findIndex((plan) => runningFor(plan) < most.ofTenant && runningFor(plan) <= fewest);
    return index < 0 ? null : (queue.splice(index, 1)[0] ?? null);
  }

  function count(tenantId: string, isSlow: boolean, by: 1 | -1): void {
    running += by;
    if (isSlow) runningSlow += by;
    const own = (runningOf.get(tenantId) ?? 0) + by;
    if (own === 0) runningOf.delete(tenantId);
    else runningOf.set(tenantId, own);
  }

  function start(plan: Plan, isSlow: boolean): void {
    const { task } = plan;
    plan.state = 'running';
    plan.cancelSooner();
    count(task.tenantId, isSlow, 1);
    onStart?.(clock.monotonicMs() - plan.dueMs);
    void task.run(alignedTime(clock.now(), task.intervalMs, plan.offsetMs)).finally(() => {
      count(task.tenantId, isSlow, -1);
      plan.state = 'idle';
      if (plans.get(task) === plan) prepareNext(plan);
      fill();
    });
  }

  function prepareNext(plan: Plan): void {
    if (plan.isAgain) {
      plan.isAgain = false;
      return enqueue(plan);
    }
    const soonerMs = plan.task.soonerMs();
    if (soonerMs !== null && soonerMs < plan.task.intervalMs) plan.cancelSooner = clock.alarm(soonerMs, () => enqueue(plan));
  }

  function remove(task: CheckTask): void {
    const plan = plans.get(task);
    plans.delete(task);
    plan?.cancelAlarm();
    plan?.cancelSooner();
  }

  return {
    add(task, isDue) {
      const offsetMs = offsetOf(task.id, task.intervalMs);
      const plan: Plan = { task, offsetMs, dueMs: 0, cancelAlarm: () => undefined, cancelSooner: () => undefined, state: 'idle', isAgain: false };
      plans.set(task, plan);
      arm(plan, isDue ? offsetMs % Math.min(firstWithinMs, task.intervalMs) : untilNextMs(clock.now(), task.intervalMs, offsetMs, true));
    },
    remove,
    runSoon(task) {
      const plan = plans.get(task);
      if (plan?.state === 'running') plan.isAgain = true;
      else if (plan) enqueue(plan);
    },
    stop: () => [...plans.keys()].forEach(remove),
  };
}
