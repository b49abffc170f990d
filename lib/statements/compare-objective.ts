import { daysBetween } from '@/lib/sla/days';
import { canonicalJson } from './canonical';
import { lostKinds, type Cause, type Finding, type StatementBody, type StatementObjective, type StatementStretch } from './schemas';
import { dayWords, durationWords, momentWords } from './words';

type Differences = Finding['differences'];
type Stretches = readonly StatementStretch[];
type Lost = (typeof lostKinds)[number];
type Month = Pick<StatementBody, 'timeZone' | 'from' | 'measuredUntil'>;

const mostDifferences = 100;
const tallyFields = { up: 'upMs', degraded: 'degradedMs', down: 'downMs', unknown: 'unknownMs', maintenance: 'maintenanceMs' } as const;

/**
 * Where an objective that was stated differs from the same one as it is counted now: the month first, then day by day, then the stretches and what they are put
 * down to. At most 100. An event that could not be told when the statement was made is not missed.
 */
export function compareObjective(stated: StatementObjective, now: StatementObjective, month: Month): Differences {
  const found = [...compareMonth(stated, now), ...compareDays(stated, now, month)];
  const isByDay = found.some(({ where }) => where.includes(' on '));
  found.push(...compareStretches(stated.stretches, now.stretches, month.timeZone, isByDay));
  // What no comparison above has words for.
  if (found.length === 0 && canonicalJson(comparable(stated, stated)) !== canonicalJson(comparable(now, stated))) found.push({ where: 'the list of stretches', stated: 'as it was issued', now: 'otherwise' });
  return found.slice(0, mostDifferences);
}

function compareMonth(stated: StatementObjective, now: StatementObjective): Differences {
  const words = stated.amount.unit === 'ms' ? durationWords : eventWords;
  const found: Differences = [];
  const add = (where: string, a: string, b: string) => {
    if (a !== b) found.push({ where, stated: a, now: b });
  };
  for (const [kind, field] of Object.entries(tallyFields)) add(`${kind} in the month`, durationOr(stated.tally?.[field]), durationOr(now.tally?.[field]));
  add('good in the month', words(stated.amount.good), words(now.amount.good));
  add('bad in the month', words(stated.amount.bad), words(now.amount.bad));
  add('percent', percentWords(stated.percent), percentWords(now.percent));
  add('the target', metWords(stated.isMet), metWords(now.isMet));
  for (const field of ['total', 'spent', 'left'] as const) add(`budget, ${field}`, words(stated.budget[field]), words(now.budget[field]));
  add('measured from', momentOr(stated.measuredFrom), momentOr(now.measuredFrom));
  return found;
}

/** By kinds where every stretch is listed, else by what was good, bad and excluded. */
function compareDays(stated: StatementObjective, now: StatementObjective, month: Month): Differences {
  const found: Differences = [];
  const isListed = stated.omitted.count === 0 && now.omitted.count === 0;
  const [kindsStated, kindsNow] = isListed ? [kindsByDay(stated.stretches, month), kindsByDay(now.stretches, month)] : [new Map<string, number>(), new Map<string, number>()];
  const words = stated.amount.unit === 'ms' ? durationWords : eventWords;
  const daysStated = new Map(stated.days.map((each) => [each.day, each]));
  const daysNow = new Map(now.days.map((each) => [each.day, each]));
  for (const day of [...new Set([...daysStated.keys(), ...daysNow.keys()])].sort()) {
    const before = found.length;
    for (const kind of lostKinds) {
      const [a, b] = [kindsStated.get(`${day} ${kind}`) ?? 0, kindsNow.get(`${day} ${kind}`) ?? 0];
      if (a !== b) found.push({ where: `${kind} on ${dayWords(day)}`, stated: durationWords(a), now: durationWords(b) });
    }
    if (found.length > before) continue;
    for (const field of ['good', 'bad', 'excluded'] as const) {
      const [a, b] = [daysStated.get(day)?.[field] ?? null, daysNow.get(day)?.[field] ?? null];
      if (a !== b) found.push({ where: `${field} on ${dayWords(day)}`, stated: a === null ? 'nothing' : words(a), now: b === null ? 'nothing' : words(b) });
    }
  }
  return found;
}

function kindsByDay(stretches: Stretches, { timeZone, from, measuredUntil }: Month): Map<string, number> {
  const sums = new Map<string, number>();
  const days = daysBetween(from, measuredUntil, timeZone);
  let first = 0;
  for (const stretch of stretches) {
    while (first < days.length && (days[first]?.toMs ?? Infinity) <= stretch.from) first += 1;
    for (const { day, fromMs, toMs } of days.slice(first)) {
      if (fromMs >= stretch.to) break;
      const key = `${day} ${stretch.kind}`;
      sums.set(key, (sums.get(key) ?? 0) + Math.min(toMs, stretch.to) - Math.max(fromMs, stretch.from));
    }
  }
  return sums;
}

/** Stretches that moved within their days, and those that are put down to something else. */
function compareStretches(stated: Stretches, now: Stretches, timeZone: string, isByDay: boolean): Differences {
  const found: Differences = [];
  const keyOf = ({ kind, from, to }: StatementStretch) => `${kind} ${from} ${to}`;
  const words = ({ kind, from, to }: { kind: Lost; from: number; to: number }) => `${kind} from ${momentWords(from, timeZone)} to ${momentWords(to, timeZone)}`;
  const [byKeyStated, byKeyNow] = [new Map(stated.map((each) => [keyOf(each), each])), new Map(now.map((each) => [keyOf(each), each]))];
  for (const [key, each] of byKeyStated) {
    const same = byKeyNow.get(key);
    const causes = same ? compareCauses(each, same) : null;
    if (causes) found.push({ where: `causes of ${words(each)}`, ...causes });
    if (same && each.countsAs !== same.countsAs) found.push({ where: words(each), stated: `counts as ${each.countsAs}`, now: `counts as ${same.countsAs}` });
    if (!same && !isByDay) found.push({ where: words(each), stated: durationWords(each.to - each.from), now: 'not so' });
  }
  if (!isByDay) for (const [key, each] of byKeyNow) if (!byKeyStated.has(key)) found.push({ where: words(each), stated: 'not so', now: durationWords(each.to - each.from) });
  return found;
}

function compareCauses(stated: StatementStretch, now: StatementStretch): { stated: string; now: string } | null {
  const keysNow = now.causes.map((cause, index) => causeKey(cause, stated.causes[index]));
  if (canonicalJson(stated.causes.map((cause) => causeKey(cause, cause))) === canonicalJson(keysNow)) return null;
  const words = (causes: readonly Cause[], hasEvents: boolean) => causes.map((cause) => causeWords(cause, hasEvents)).join('; ') || 'no check had a say';
  const [a, b] = [words(stated.causes, false), words(now.causes, false)];
  return a !== b ? { stated: a, now: b } : { stated: words(stated.causes, true), now: words(now.causes, true) };
}

function causeWords({ checkName, reason, maintenance, event }: Cause, hasEvents: boolean): string {
  const what = [maintenance?.name, reason].filter(Boolean).join(', ');
  const evidence = event ? ` (change of state ${event.id})` : ' (no change of state)';
  return checkName + (what ? `: ${what}` : '') + (hasEvents ? evidence : '');
}

/** What has to be the same of a cause; an event that was not told is nothing to compare with. */
function causeKey({ checkId, reason, maintenance, event }: Cause, stated: Cause | undefined): unknown {
  return { checkId, reason, maintenance, event: stated?.event ? (event?.id ?? null) : null };
}

function comparable({ days, missingDays, omitted, stretches, tally, amount }: StatementObjective, stated: StatementObjective): unknown {
  const withoutEvents = stretches.map((each, index) => ({ ...each, causes: each.causes.map((cause, place) => causeKey(cause, stated.stretches[index]?.causes[place])) }));
  return { days, missingDays, omitted, stretches: withoutEvents, tally, amount };
}

function durationOr(ms: number | undefined): string {
  return ms === undefined ? 'nothing' : durationWords(ms);
}

function momentOr(timeMs: number | null): string {
  return timeMs === null ? 'never' : new Date(timeMs).toISOString();
}

function eventWords(count: number): string {
  return `${count} ${count === 1 ? 'event' : 'events'}`;
}

function percentWords(percent: number | null): string {
  return percent === null ? 'nothing counted' : `${percent} %`;
}

function metWords(isMet: boolean | null): string {
  return isMet === null ? 'not known' : isMet ? 'met' : 'missed';
}
