import { expect } from '@playwright/test';
import { heldUpSeconds, precisionAt, type Result } from './drill-results';
import { both, lengthOf, union, without, type Time } from './drill-times';

export const drillMs = 120_000;
export const intervalMs = 1_000;
export const timeoutMs = 900;
/** An edge may be so much further off than one interval; how long an outage lasted may not. */
const edgeMs = 500;
/** Signals and clocks of processes differ by so much; and a run that begins within 10 ms of when it was due is dated at that. */
const fewMs = 20;
/** Beside a pause it is unknown what ran when it began, and nothing is known until the next results. */
const aroundMs = 2 * intervalMs + timeoutMs;
/** What may be unknown of each check though Nines does not say that it was held up. */
const unexplainedMs = 5_000;
/** How much longer than the pause Nines may say that it was held up: it looks twice a second, and later on a busy machine. */
const heldLongerMs = 3_000;

export interface Outage {
  /** From before the order to stop until it was done; within that, nobody knows when it was. */
  stop: Time;
  start: Time;
}

/** What was so in truth, as the script noted it. */
export interface Truth {
  begin: number;
  end: number;
  /** Within that Nines did not run; the longest that it may have been, too. */
  paused: Time & { mostMs: number };
  killed: Time;
  /** When the targets themselves were held up. */
  stalls: Time[];
}

/** What Nines says of one objective. */
export interface Measured {
  objective: {
    window: { from: number; to: number; measuredFrom: number | null };
    tally: { upMs: number; degradedMs: number; downMs: number; unknownMs: number; maintenanceMs: number };
    amount: { good: number; bad: number; unit: string };
  };
  lost: Lost[];
}

interface Lost extends Time {
  state: 'down' | 'degraded' | 'unknown';
  reason: string;
}

interface Judged {
  measured: Measured;
  results: readonly Result[];
  outages: readonly Outage[];
  /** How many of the outages reach out of the pause and the restart far enough to be seen. */
  visible: number;
  truth: Truth;
}

const wholeOf = ({ begin, end }: Truth): Time => ({ fromMs: begin, toMs: end });
const spanOf = ({ stop, start }: Outage): Time => ({ fromMs: stop.fromMs, toMs: start.toMs });
const of = ({ lost }: Measured, state: Lost['state']) => union(lost.filter((each) => each.state === state));
const wider = ({ fromMs, toMs }: Time, byMs: number): Time => ({ fromMs: fromMs - byMs, toMs: toMs + byMs });

/** What is measured of one check against what was; gives its figures in words. */
export function judge(judged: Judged): string {
  judgeFigures(judged.measured);
  const beside = judgeUnknown(judged.measured, judged.truth);
  const errors = judgeOutages(judged);
  judgeEdges(judged);
  return `outages measured ${errors.join(', ')}; ${lengthOf(both(of(judged.measured, 'unknown'), [wholeOf(judged.truth)]))} ms unknown, ${beside}`;
}

export function judgeTogether({ objective: { window, tally } }: Measured, each: readonly Measured[]): void {
  const all = (state: Lost['state']) => union(each.flatMap((measured) => of(measured, state)));
  expect(tally.upMs + tally.degradedMs + tally.downMs + tally.unknownMs + tally.maintenanceMs).toBe(window.to - window.from);
  expect(tally.downMs).toBe(lengthOf(all('down')));
  expect(tally.unknownMs - ((window.measuredFrom ?? window.to) - window.from)).toBe(lengthOf(without(all('unknown'), all('down'))));
}

/** Whether its figures fit its times. */
function judgeFigures(measured: Measured): void {
  const { window, tally, amount } = measured.objective;
  expect(tally.upMs + tally.degradedMs + tally.downMs + tally.unknownMs + tally.maintenanceMs, 'the sum of its tally').toBe(window.to - window.from);
  expect(tally.downMs, 'down in the tally and by its times').toBe(lengthOf(of(measured, 'down')));
  expect(tally.unknownMs, 'unknown in the tally and by its times').toBe(Math.max(0, (window.measuredFrom ?? window.to) - window.from) + lengthOf(of(measured, 'unknown')));
  expect(amount).toEqual({ good: tally.upMs + tally.degradedMs, bad: tally.downMs, unit: 'ms' });
}

/** The pause is unknown, with its reason; beside it and the restart hardly anything is, but where Nines was held up once more. */
function judgeUnknown({ lost }: Measured, truth: Truth): string {
  const whole = wholeOf(truth);
  const unknown = lost.filter((each) => each.state === 'unknown' && lengthOf(both([each], [whole])) > 0);
  const paused = [wider(truth.paused, -fewMs)];
  expect(lengthOf(both(unknown, paused)), 'the pause is unknown').toBe(lengthOf(paused));
  for (const { reason } of unknown) expect(reason).toMatch(/held up|Nothing was measured|did not listen/);
  const held = unknown.filter((each) => lengthOf(both([each], paused)) > 0).flatMap(({ reason }) => heldUpSeconds(reason));
  expect(Math.max(...held), 'how long the reason says that it was').toBeGreaterThanOrEqual((truth.paused.toMs - truth.paused.fromMs - fewMs) / 1_000 - 0.05);
  expect(Math.max(...held), 'how long the reason says that it was').toBeLessThanOrEqual((truth.paused.mostMs + heldLongerMs) / 1_000);

  const beside = (times: readonly Time[]) => lengthOf(without(both(times, [whole]), [truth.paused, truth.killed].map((time) => wider(time, aroundMs))));
  const unexplained = beside(unknown.filter(({ reason }) => !reason.includes('held up for')));
  expect(unexplained, 'unknown beside the pause and the restart, and Nines was not held up').toBeLessThanOrEqual(unexplainedMs);
  expect(lengthOf([whole]) - lengthOf(both(unknown, [whole])), 'what is known of the two minutes').toBeGreaterThan(drillMs / 2);
  return `${beside(unknown)} ms of it beside the pause and the restart (${unexplained} ms without being held up)`;
}

/** Each outage lasts as long as it did, within one interval and what was late. Gives the errors in words. */
function judgeOutages({ measured, results, outages, visible, truth }: Judged): string[] {
  const known = without([wholeOf(truth)], of(measured, 'unknown'));
  const hidden = [truth.paused, truth.killed].map((time) => wider(time, aroundMs));
  const clear = outages.filter((outage) => lengthOf(without([spanOf(outage)], hidden)) > 2 * intervalMs);
  expect(clear.length, 'outages that can be seen').toBe(visible);
  return clear.map((outage) => {
    const trueMs = lengthOf(both([spanOf(outage)], known));
    expect(trueMs, `what is known of the outage ${inWords([spanOf(outage)], truth).join()}`).toBeGreaterThanOrEqual(lengthOf(without([spanOf(outage)], hidden)) / 2);
    const precisionOf = (edge: Time, isStop: boolean) => {
      // An edge that nobody could see adds nothing to what is off.
      const isHidden = !known.some(({ fromMs, toMs }) => fromMs <= edge.toMs && edge.fromMs <= toMs);
      return isHidden ? { earlyMs: 0, lateMs: 0 } : precisionAt(results, edge, isStop, { intervalMs, timeoutMs });
    };
    const [stop, start] = [precisionOf(outage.stop, true), precisionOf(outage.start, false)];
    const stalledMs = lengthOf(both(truth.stalls, [outage.stop, outage.start].map((edge) => wider(edge, intervalMs + timeoutMs))));
    const unsureMs = lengthOf([outage.stop]) + lengthOf([outage.start]) + stalledMs + fewMs;
    const longerMs = intervalMs + stop.earlyMs + start.lateMs + unsureMs;
    const shorterMs = intervalMs + start.earlyMs + stop.lateMs + unsureMs;
    const around = wider(spanOf(outage), Math.max(longerMs, shorterMs) + edgeMs);
    const errorMs = lengthOf(both(of(measured, 'down'), [around])) - trueMs;
    expect(errorMs, `longer than the outage ${inWords([spanOf(outage)], truth).join()}`).toBeLessThanOrEqual(longerMs);
    expect(-errorMs, `shorter than the outage ${inWords([spanOf(outage)], truth).join()}`).toBeLessThanOrEqual(shorterMs);
    return `${errorMs >= 0 ? '+' : ''}${errorMs} ms (may be -${shorterMs} to +${longerMs})`;
  });
}

/** Wherever it says otherwise than it was, it is around the beginning or the end of an outage, or the target did not answer for want of time. */
function judgeEdges({ measured, results, outages, truth }: Judged): void {
  const whole = wholeOf(truth);
  const known = without([whole], of(measured, 'unknown'));
  const edges = outages.flatMap(({ stop, start }) => [stop, start].map((edge) => {
    const { earlyMs, lateMs } = precisionAt(results, edge, edge === stop, { intervalMs, timeoutMs });
    return { fromMs: edge.fromMs - earlyMs - edgeMs, toMs: edge.toMs + intervalMs + lateMs + edgeMs };
  }));
  const mute = truth.stalls.filter((stall) => lengthOf([stall]) >= timeoutMs / 2).map((stall) => wider(stall, intervalMs + timeoutMs));
  const down = of(measured, 'down');
  expect(inWords(without(both(without(down, outages.map(spanOf)), [whole]), [...edges, ...mute]), truth), 'down though it was up').toEqual([]);
  expect(inWords(without(both(without(outages.map(spanOf), down), known), edges), truth), 'up though it was down').toEqual([]);
}

function inWords(times: readonly Time[], { begin }: Truth): string[] {
  return times.map(({ fromMs, toMs }) => `from ${(fromMs - begin) / 1_000} s to ${(toMs - begin) / 1_000} s`);
}
