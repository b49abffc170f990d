import type pg from 'pg';
import { z } from 'zod';
import { momentWords } from '@/lib/statements/words';
import type { Finding, StatementBody, StatementObjective } from '@/lib/statements/schemas';
import { readEvents } from './event-hashes';
import { isExpired } from './expired';
import { lookAtStored, type Looked } from './look-at-stored';

interface Stated {
  id: string;
  checkId: string;
  checkName: string;
  at: number;
  sha256: string;
}

const mostDifferences = 100;

/** Whether the changes of state that a statement leads to are there as they were, objective by objective. Those that are no longer kept are unknown, and what cannot be read is different. */
export async function verifyEvidence(client: pg.ClientBase, statement: StatementBody, nowMs: number): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const objective of statement.objectives) {
    const events = eventsOf(objective);
    if (events.length === 0) continue;
    const looked = await lookAtStored(`the changes of state behind ${JSON.stringify(objective.name)}`, () => lookAt(client, objective, events, statement.timeZone, nowMs));
    findings.push({ what: 'evidence', objectiveId: objective.id, ...looked });
  }
  return findings;
}

async function lookAt(client: pg.ClientBase, { name }: StatementObjective, events: readonly Stated[], timeZone: string, nowMs: number): Promise<Looked> {
  const stored = await readEvents(client, events.map(({ id }) => id));
  const checks = await checksThere(client, events);
  const whole = (event: Stated) => `${event.checkName} at ${momentWords(event.at, timeZone)}`;
  const changed = events.filter(({ id, sha256 }) => stored.has(id) && stored.get(id)?.sha256 !== sha256);
  const isKept = ({ checkId, at }: Stated) => checks.has(checkId) && !isExpired('events', at, nowMs);
  const gone = events.filter(({ id }) => !stored.has(id));
  const removed = gone.filter(isKept);
  const differences = [
    ...changed.map((event) => ({ where: `change of state of ${whole(event)}`, stated: event.sha256, now: stored.get(event.id)?.sha256 ?? '' })),
    ...removed.map((event) => ({ where: `change of state of ${whole(event)}`, stated: event.sha256, now: 'It is not there.' })),
  ].slice(0, mostDifferences);
  if (differences.length > 0) {
    const words = [...changed.map((event) => `that of ${whole(event)} was changed`), ...removed.map((event) => `that of ${whole(event)} was removed`)];
    const more = words.length > 3 ? ` and ${words.length - 3} more` : '';
    return { result: 'different', sentence: `Of the changes of state behind ${JSON.stringify(name)}, ${words.slice(0, 3).join(', ')}${more}.`, differences };
  }
  if (gone.length > 0) {
    const rest = gone.length === events.length ? '' : ` The other ${events.length - gone.length} are as they were.`;
    return { result: 'unknown', sentence: `Of the ${events.length} changes of state behind ${JSON.stringify(name)}, ${gone.length} are no longer kept.${rest}`, differences };
  }
  return { result: 'ok', sentence: `${events.length === 1 ? 'The change' : `All ${events.length} changes`} of state behind ${JSON.stringify(name)} ${events.length === 1 ? 'is as it was' : 'are as they were'}.`, differences };
}

/** Each once. One whose id can be none of a row is looked for in vain. */
function eventsOf({ stretches }: StatementObjective): Stated[] {
  const found = new Map<string, Stated>();
  for (const { causes } of stretches) {
    for (const { checkId, checkName, event } of causes) if (event) found.set(event.id, { ...event, checkId, checkName });
  }
  return [...found.values()];
}

async function checksThere(client: pg.ClientBase, events: readonly Stated[]): Promise<Set<string>> {
  const { rows } = await client.query('select id from checks where id = any($1::uuid[])', [[...new Set(events.map(({ checkId }) => checkId))]]);
  return new Set(z.array(z.object({ id: z.string() })).parse(rows).map(({ id }) => id));
}
