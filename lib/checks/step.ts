import type { CheckMemory, CheckPlan, OpenMaintenance } from './plan';
import type { CheckState } from './states';

type Level = Exclude<CheckState, 'unknown'>;

/** A result to be counted; times are whole milliseconds since 1970, durations milliseconds. */
interface CountedResult {
  atMs: number;
  success: boolean;
  durationMs: number;
  message: string;
  maintenance: OpenMaintenance | null;
}

/** A stretch of time in which nothing could be measured. */
export interface Unmeasured {
  fromMs: number;
  atMs: number;
  reason: string;
  maintenance: OpenMaintenance | null;
}

export type StepPlan = Pick<CheckPlan, 'intervalMs' | 'timeoutMs' | 'failures' | 'successes' | 'degradedAboveMs'>;

export interface WrittenSpan {
  fromMs: number;
  toMs: number;
  state: CheckState;
  reason: string;
  maintenance: OpenMaintenance | null;
}

export interface StateChange {
  atMs: number;
  from: CheckState;
  to: CheckState;
  reason: string;
  maintenance: OpenMaintenance | null;
}

export interface Step {
  memory: CheckMemory;
  event: StateChange | null;
  /** What is stored of the time from here on is not so any more: it is forgotten before `spans` are written, each in place of the one that began with it. */
  forgetFromMs: number | null;
  spans: WrittenSpan[];
}

const rank: Record<CheckState, number> = { unknown: -1, up: 0, degraded: 1, down: 2 };

/** What a check knows before its first result. */
export function firstMemory(atMs: number): CheckMemory {
  return { state: 'unknown', sinceMs: atMs, reason: 'It has not been measured yet.', eventId: null, open: null, measuredMs: atMs, coveredMs: atMs, recent: [] };
}

/**
 * Counts a result. Worse is a check as soon as `failures.count` of its last `failures.of` results are so bad, from the first of them on; better after
 * `successes` in a row, from the first of them on. What is unknown is known by the first success. A result stands for the time until the next one, if that comes
 * within one and a half intervals and the time that it may take; else the time between is a gap, which no span covers, and the state goes on after it.
 */
export function stepCheck(before: CheckMemory, result: CountedResult, plan: StepPlan): Step {
  const atMs = Math.max(result.atMs, before.measuredMs);
  const { memory, closed } = closeGap(before, atMs);
  const recent = [...memory.recent, { atMs, level: levelOf(result, plan), maintenance: result.maintenance }];
  const next = { ...memory, measuredMs: atMs, coveredMs: atMs + coverMs(plan) };
  const decided = decide(memory.state, recent, plan);
  if (!decided) return goOn({ ...next, recent: recent.slice(-Math.max(plan.failures.of, plan.successes)) }, result.maintenance, closed);
  const own = recent.slice(decided.begin);
  const reason = decided.state === 'degraded' && result.success ? `${result.message} It took ${Math.round(result.durationMs)} ms, more than ${plan.degradedAboveMs} ms.` : result.message;
  const stretches = own.map((each, index) => ({ fromMs: each.atMs, toMs: own[index + 1]?.atMs ?? atMs, maintenance: each.maintenance }));
  return turn({ ...next, recent: own }, { state: decided.state, reason, stretches, closed });
}

/** Notes that nothing could be measured: from then on it is unknown, whatever was found since. */
export function stepUnmeasured(before: CheckMemory, { fromMs, atMs: now, reason, maintenance }: Unmeasured, plan: StepPlan): Step {
  const atMs = Math.max(now, before.measuredMs);
  const { memory, closed } = closeGap(before, atMs);
  const next = { ...memory, measuredMs: atMs, coveredMs: atMs + coverMs(plan), recent: [] };
  if (memory.state === 'unknown' && memory.reason === reason) return goOn(next, maintenance, closed);
  // After a gap it begins no earlier than what was measured ends.
  const beginMs = Math.min(atMs, closed ? Math.max(fromMs, before.measuredMs) : fromMs);
  return turn(next, { state: 'unknown', reason, stretches: [{ fromMs: beginMs, toMs: atMs, maintenance }], closed });
}

/** Cuts the open span where maintenance begins or ends. Null when nothing is open, or nothing changes. */
export function stepMaintenance(memory: CheckMemory, atMs: number, maintenance: OpenMaintenance | null): Step | null {
  if (!memory.open || isSame(memory.open.maintenance, maintenance) || atMs > memory.coveredMs) return null;
  return goOn({ ...memory, measuredMs: Math.max(memory.measuredMs, atMs) }, maintenance, null, Math.max(atMs, memory.open.fromMs));
}

/** How long a result stands for the time after it. Milliseconds. */
export function coverMs({ intervalMs, timeoutMs }: Pick<StepPlan, 'intervalMs' | 'timeoutMs'>): number {
  return Math.ceil(intervalMs * 1.5) + timeoutMs;
}

/** Whether it fails and is not down yet, so that it is tried again sooner. */
export function isFailing({ state, recent }: CheckMemory): boolean {
  return state !== 'down' && recent.at(-1)?.level === 'down';
}

function levelOf({ success, durationMs }: CountedResult, { degradedAboveMs }: StepPlan): Level {
  if (!success) return 'down';
  return degradedAboveMs !== null && durationMs > degradedAboveMs ? 'degraded' : 'up';
}

function decide(state: CheckState, recent: CheckMemory['recent'], { failures, successes }: StepPlan): { state: Level; begin: number } | null {
  const start = Math.max(0, recent.length - failures.of);
  for (const level of ['down', 'degraded'] as const) {
    if (rank[level] <= rank[state]) continue;
    const bad = recent.flatMap((each, index) => (index >= start && rank[each.level] >= rank[level] ? index : []));
    if (bad.length >= failures.count) return { state: level, begin: bad[0] ?? start };
  }
  const last = recent.at(-1)?.level ?? 'down';
  if (state === 'unknown') return last === 'down' ? null : { state: last, begin: recent.length - 1 };
  const tail = recent.slice(-successes);
  const worst = tail.reduce<Level>((found, { level }) => (rank[level] > rank[found] ? level : found), 'up');
  return tail.length === successes && rank[worst] < rank[state] ? { state: worst, begin: recent.length - successes } : null;
}

/** Ends the open span where the time since is not proved. */
function closeGap(memory: CheckMemory, atMs: number): { memory: CheckMemory; closed: WrittenSpan | null } {
  if (!memory.open || atMs <= memory.coveredMs) return { memory, closed: null };
  return { memory: { ...memory, open: null, recent: [] }, closed: spanOf(memory, memory.open, memory.measuredMs) };
}

/** The state stays; the open span goes on, or one begins. */
function goOn(memory: CheckMemory, maintenance: OpenMaintenance | null, closed: WrittenSpan | null, cutMs = memory.measuredMs): Step {
  const spans = closed ? [closed] : [];
  if (memory.open && isSame(memory.open.maintenance, maintenance)) return { memory, event: null, forgetFromMs: null, spans };
  if (memory.open && memory.open.fromMs < cutMs) spans.push(spanOf(memory, memory.open, cutMs));
  const open = { fromMs: cutMs, maintenance };
  return { memory: { ...memory, open }, event: null, forgetFromMs: null, spans: [...spans, spanOf(memory, open, memory.measuredMs)] };
}

interface Turn {
  state: CheckState;
  reason: string;
  stretches: { fromMs: number; toMs: number; maintenance: OpenMaintenance | null }[];
  closed: WrittenSpan | null;
}

/** The state changes, from the first stretch on. */
function turn(before: CheckMemory, { state, reason, stretches, closed }: Turn): Step {
  const beginMs = stretches[0]?.fromMs ?? before.measuredMs;
  const maintenance = stretches[0]?.maintenance ?? null;
  const spans = closed ? [closed] : [];
  if (before.open && before.open.fromMs < beginMs) spans.push(spanOf(before, before.open, beginMs));
  const own: WrittenSpan[] = [];
  for (const stretch of stretches) {
    const last = own.at(-1);
    if (last && isSame(last.maintenance, stretch.maintenance)) last.toMs = stretch.toMs;
    else own.push({ ...stretch, state, reason });
  }
  const open = own.at(-1) ?? { fromMs: beginMs, maintenance };
  return {
    memory: { ...before, state, reason, sinceMs: beginMs, eventId: null, open: { fromMs: open.fromMs, maintenance: open.maintenance } },
    event: before.state === state ? null : { atMs: beginMs, from: before.state, to: state, reason, maintenance },
    forgetFromMs: beginMs,
    spans: [...spans, ...own],
  };
}

function spanOf({ state, reason }: CheckMemory, { fromMs, maintenance }: { fromMs: number; maintenance: OpenMaintenance | null }, toMs: number): WrittenSpan {
  return { fromMs, toMs: Math.max(fromMs, toMs), state, reason, maintenance };
}

function isSame(a: OpenMaintenance | null, b: OpenMaintenance | null): boolean {
  return a?.id === b?.id && a?.name === b?.name && a?.reason === b?.reason;
}
