import { countingWords, type Standing } from '@/components/sla/objective-words';
import { dateWords, dayKind, type DayKind } from '@/components/sla/prepare-days';
import { formatter } from '@/components/time/format';
import type { Tally } from '@/lib/sla/schemas';
import type { Cause, Finding, StatementBody, StatementIncident, StatementObjective, StatementStretch, StatementSummary } from '@/lib/statements/schemas';
import { lengthWords, lostWords } from './statement-figures';

type Kind = StatementStretch['kind'];
type CountsAs = StatementStretch['countsAs'];

export const kindWord: Record<Kind, string> = { maintenance: 'Maintenance', degraded: 'Degraded', unknown: 'Unknown', down: 'Down' };
export const countsAsWord: Record<CountsAs, string> = { good: 'counts as up', bad: 'counts as lost', excluded: 'left out' };

/** `October 2026` of `2026-10`. */
export function monthWords(month: string): string {
  return formatter('UTC', { month: 'long', year: 'numeric' }).format(Date.parse(`${month}-01`));
}

/** How the time of an objective counts, as a sentence. */
export function countingSentence({ sli, counting }: Pick<StatementObjective, 'sli' | 'counting'>): string {
  switch (sli) {
    case 'checks':
      return `Up counts as up and down as lost; ${countingWords(counting)}.`;
    case 'latency':
      return 'Each result of the check counts the same; unknown and maintenance have none.';
    case 'ratio':
      return 'Each event counts the same.';
  }
}

export interface TimeRow {
  kind: Kind | 'up';
  word: string;
  ms: number;
  /** Of all the time, in percent. */
  share: number;
  countsAs: string;
  isLost: boolean;
}

/** The time of each kind, with what it counts as. All kinds are named, also those without time. */
export function timeRows(tally: Tally, counting: StatementObjective['counting']): TimeRow[] {
  const total = tally.upMs + tally.degradedMs + tally.downMs + tally.unknownMs + tally.maintenanceMs;
  const row = (kind: TimeRow['kind'], word: string, ms: number, as: CountsAs): TimeRow => ({ kind, word, ms, share: total === 0 ? 0 : (100 * ms) / total, countsAs: countsAsWord[as], isLost: as === 'bad' });
  return [
    row('up', 'Up', tally.upMs, 'good'), row('degraded', kindWord.degraded, tally.degradedMs, counting.degraded), row('down', kindWord.down, tally.downMs, 'bad'),
    row('unknown', kindWord.unknown, tally.unknownMs, counting.unknown), row('maintenance', kindWord.maintenance, tally.maintenanceMs, counting.maintenance),
  ];
}

/** A share of the time with three decimals, cut: all and nothing are said only of all and nothing. */
export function shareWords(percent: number): string {
  if (percent === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.001) return 'under 0.001 %';
  return `${(Math.floor(percent * 1_000) / 1_000).toFixed(3)} %`;
}

const withDay: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' };

/** When a stretch was, by the clock of the statement: `12 Oct, 03:14:05 to 03:26:17`. */
export function stretchWords({ from, to }: Pick<StatementStretch, 'from' | 'to'>, zone: string): string {
  const day = formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' });
  const end = day.format(from) === day.format(to) ? formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }) : formatter(zone, withDay);
  return `${formatter(zone, withDay).format(from)} to ${end.format(to)}`;
}

/** What stands behind a stretch: the check, and what it found. */
export function causeWords({ checkName, reason, maintenance }: Cause): string {
  const found = [maintenance === null ? '' : `maintenance “${maintenance.name}”`, reason].filter(Boolean).join(', ');
  return found === '' ? checkName : `${checkName}: ${found}`;
}

/** What is not listed one by one. */
export function omittedWords({ omitted: { count, ms } }: Pick<StatementObjective, 'omitted'>): string | null {
  if (count === 0) return null;
  return `${count.toLocaleString('en')} shorter ${count === 1 ? 'stretch' : 'stretches'} of together ${lengthWords(ms)} ${count === 1 ? 'is' : 'are'} not listed; the figures above have ${count === 1 ? 'it' : 'them'}.`;
}

/** Since when there are results, where that is after the month began. */
export function notFullMonthWords(measuredFrom: number | null, { from, timeZone }: Pick<StatementBody, 'from' | 'timeZone'>): string | null {
  if (measuredFrom === null) return 'Nothing was measured in this month.';
  return measuredFrom > from ? `Measured since ${momentWords(measuredFrom, timeZone)}; before, nothing was known.` : null;
}

/** A moment to the minute with its zone: `1 Oct 2026, 00:00 CEST`. */
export function momentWords(atMs: number, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' }).format(atMs);
}

/** The dates of a month in their order. */
export function datesOf(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length: last }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}

/** Days of which nobody can tell any more what was counted. */
export function missingDaysWords({ missingDays }: Pick<StatementObjective, 'missingDays'>): string | null {
  if (missingDays.length === 0) return null;
  const dates = missingDays.map((day) => dateWords(day)).join(', ');
  return `What was counted on ${dates} is not known any more: ${missingDays.length === 1 ? 'that day is' : 'these days are'} in no figure.`;
}

type StatementDay = StatementObjective['days'][number];

/** What a day was for its objective. */
export function statementDayKind({ good, bad }: StatementDay, { target, amount }: Pick<StatementObjective, 'target' | 'amount'>): DayKind {
  const percent = good + bad > 0 ? (100 * good) / (good + bad) : null;
  return dayKind({ amount: { good, bad, unit: amount.unit }, percent }, target);
}

/** All days of the month in a sentence, for who does not see them. */
export function daysWords(objective: Pick<StatementObjective, 'target' | 'amount' | 'days'>): string {
  const kinds = objective.days.map((day) => statementDayKind(day, objective));
  const counted = (kind: DayKind) => kinds.filter((each) => each === kind).length;
  const worst = objective.days.reduce<StatementDay | null>((found, day) => (day.bad > (found?.bad ?? 0) ? day : found), null);
  const days = `${objective.days.length} days: ${counted('full')} without loss, ${counted('lossy')} with some, ${counted('missed')} below the target, ${counted('none')} without data.`;
  return worst === null ? days : `${days} Most was lost on ${dateWords(worst.day)}: ${lostWords(worst.bad, objective.amount.unit)}.`;
}

/** Whom a statement is for. */
export function customerWords(customer: string): string {
  return customer === '' ? 'any customer' : customer;
}

/** The objectives of a line of the list beyond those that are shown. */
export function worstFirst<T extends Pick<StatementSummary['objectives'][number], 'isMet'>>(objectives: readonly T[]): T[] {
  const rank = (isMet: boolean | null) => (isMet === false ? 0 : isMet === null ? 1 : 2);
  return objectives.toSorted((a, b) => rank(a.isMet) - rank(b.isMet));
}

export const findingTitle: Record<Finding['what'], string> = {
  document: 'The document', chain: 'Its place in the chain', signature: 'The signature', figures: 'The figures, counted anew', evidence: 'The evidence',
};
export const findingMark: Record<Finding['result'], Standing> = {
  ok: { state: 'ok', word: 'As stated' }, different: { state: 'critical', word: 'Different' }, unknown: { state: 'unknown', word: 'Not known' },
};

/** What a verification came to. */
export const verificationWords: Record<Finding['result'], string> = {
  ok: 'All is as stated.',
  different: 'Something is not as stated. What was recomputed differently is shown, not overwritten.',
  unknown: 'Nothing differs, but not all of it can still be looked at.',
};

/** What an incident is called: without reasons only by its number. */
export function incidentTitle({ number, title }: Pick<StatementIncident, 'number' | 'title'>): string {
  return title === '' ? `Incident ${number}` : `#${number} ${title}`;
}

/** Who says what was touched, and why. */
export function incidentReason({ source, reason }: Pick<StatementIncident, 'source' | 'reason'>): string {
  if (source === 'checks') return 'As the checks found';
  return reason === '' ? 'As a person said' : `As a person said: ${reason}`;
}

/** Null: all are listed. */
export function omittedIncidentsWords({ omitted }: { omitted: number }): string | null {
  if (omitted === 0) return null;
  return omitted === 1 ? 'One shorter incident is not listed.' : `${omitted.toLocaleString('en')} shorter incidents are not listed.`;
}
