import type pg from 'pg';
import { z } from 'zod';
import { daysBetween, monthRange } from '@/lib/sla/days';
import { compareObjective } from '@/lib/statements/compare-objective';
import type { Finding, StatementBody, StatementObjective } from '@/lib/statements/schemas';
import { stateEvents, type StatedMonth, type StatedSettings } from '@/lib/statements/state-objective';
import { dayWords } from '@/lib/statements/words';
import { TooManySpans } from '@/server/checks/spans';
import { findObjectives } from '@/server/sla/stored-objectives';
import { readRecordedEvents } from './event-days';
import { isExpired } from './expired';
import { lookAtStored, type Looked } from './look-at-stored';
import { sliHashOf } from './state-month';
import { createTimeCounter } from './time-counter';

/**
 * Counts each objective of a statement anew: what is judged by time from raw spans, with the settings and by the parts of checks that the statement froze; what
 * counts events from its recorded days, as single results are not kept. What is no longer kept is unknown, and what cannot be read is different.
 */
export async function verifyFigures(client: pg.ClientBase, statement: StatementBody, nowMs: number): Promise<Finding[]> {
  const { from, to, timeZone, measuredUntil, hasReasons } = statement;
  const range = monthRange(statement.month, timeZone);
  if (range.fromMs !== from || range.toMs !== to || measuredUntil !== to) {
    return [{ what: 'figures', result: 'different', sentence: `The statement says other bounds than ${statement.month} has in ${timeZone}, so that nothing is counted again.`, objectiveId: null, differences: [] }];
  }
  const month: StatedMonth = { fromMs: from, toMs: to, timeZone, measuredUntilMs: measuredUntil };
  const count = createTimeCounter(client, { month, hasReasons, nowMs });
  const findings: Finding[] = [];
  for (const stated of statement.objectives) {
    const look = () => (stated.sli === 'checks' ? lookAtTime(client, stated, statement, nowMs, count) : lookAtEvents(client, stated, month));
    findings.push({ what: 'figures', objectiveId: stated.id, ...(await lookAtStored(`the objective ${JSON.stringify(stated.name)}`, look)) });
  }
  return findings;
}

async function lookAtTime(client: pg.ClientBase, stated: StatementObjective, statement: StatementBody, nowMs: number, count: ReturnType<typeof createTimeCounter>): Promise<Looked> {
  const gone = await goneChecks(client, stated);
  if (gone.length > 0) return unknown(`${named(stated)} cannot be counted again: ${gone.join(', ')} ${gone.length === 1 ? 'was' : 'were'} deleted with what ${gone.length === 1 ? 'it' : 'they'} measured.`);
  if (isExpired('spans', statement.from, nowMs)) return unknown(`${named(stated)} cannot be counted again: what was measured in ${statement.month} is no longer kept.`);
  try {
    const events = stated.stretches.flatMap(({ causes }) => causes.flatMap(({ event }) => event ?? []));
    const differences = compareObjective(stated, await count(settingsOf(stated), new Map(events.map((event) => [event.id, event]))), statement);
    const words = differences.length === 0 ? 'comes out as it was stated' : 'comes out otherwise than it was stated';
    return { result: differences.length === 0 ? 'ok' : 'different', sentence: `${named(stated)} ${words}, counted again from what its checks measured.`, differences };
  } catch (error) {
    if (error instanceof TooManySpans) return unknown(`${named(stated)} cannot be counted again: its checks changed too often.`);
    throw error;
  }
}

async function lookAtEvents(client: pg.ClientBase, stated: StatementObjective, month: StatedMonth): Promise<Looked> {
  const [objective] = await findObjectives(client, { id: stated.id, limit: 1 });
  if (!objective) return unknown(`${named(stated)} cannot be counted again: the objective was deleted with its recorded days.`);
  if (sliHashOf(objective) !== stated.sliSha256) return unknown(`${named(stated)} cannot be counted again: the objective measures something else now.`);
  const days = daysBetween(month.fromMs, month.measuredUntilMs, month.timeZone);
  const recorded = await readRecordedEvents(client, stated.id, days[0]?.day ?? '', days.at(-1)?.day ?? '');
  const statedDays = new Set(stated.days.map(({ day }) => day));
  const lost = stated.days.filter(({ day }) => !recorded.has(day)).map(({ day }) => day);
  // A day that was recorded only later is not what was stated.
  const now = stateEvents(settingsOf(stated), days.map((day) => ({ ...day, amount: statedDays.has(day.day) ? (recorded.get(day.day) ?? null) : null })), month);
  // Without all of its days only those that are there can be compared: the figures of the month are of other days.
  const comparedWith = lost.length === 0 ? stated : { ...now, days: stated.days.filter(({ day }) => recorded.has(day)) };
  const differences = compareObjective(comparedWith, now, { timeZone: month.timeZone, from: month.fromMs, measuredUntil: month.measuredUntilMs });
  const lostWords = `the figures of ${lost.length === 1 ? dayWords(lost[0] ?? '') : `${lost.length} of its days`} are not recorded any more`;
  if (lost.length > 0 && differences.length === 0) return unknown(`${named(stated)} cannot be counted again: ${lostWords}. Those of the other days are as they were stated.`);
  const words = differences.length === 0 ? 'comes out as it was stated' : 'comes out otherwise than it was stated';
  const more = lost.length > 0 ? ` And ${lostWords}.` : '';
  return { result: differences.length === 0 ? 'ok' : 'different', sentence: `${named(stated)} ${words}, counted again from its recorded days; single results of metrics are not kept.${more}`, differences };
}

/** The names of the checks that are not there any more. */
async function goneChecks(client: pg.ClientBase, { checks }: StatementObjective): Promise<string[]> {
  const { rows } = await client.query('select id from checks where id = any($1::uuid[])', [checks.map(({ id }) => id)]);
  const there = new Set(z.array(z.object({ id: z.string() })).parse(rows).map(({ id }) => id));
  return checks.filter(({ id }) => !there.has(id)).map(({ name }) => name);
}

/** What was not counted. */
function settingsOf({ id, name, sli, measure, sliSha256, target, counting, checks }: StatementObjective): StatedSettings {
  return { id, name, sli, measure, sliSha256, target, counting, checks };
}

function unknown(sentence: string): Looked {
  return { result: 'unknown', sentence, differences: [] };
}

function named({ name }: StatementObjective): string {
  return `The objective ${JSON.stringify(name)}`;
}
