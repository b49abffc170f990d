import { z } from 'zod';
import type { Directory } from '@/lib/alerts/notify/plan-types';
import { peopleOfTargets, type Wanted } from '@/lib/alerts/notify/recipients';
import { alertActorOf } from '@/lib/alerts/actor';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { postUpdate as endpoint } from '@/lib/incidents/api';
import { decideUpdate } from '@/lib/incidents/decide-update';
import { incidentLimits, type Incident, type TimelineEntry } from '@/lib/incidents/schemas';
import { updateMessage } from '@/lib/incidents/update-message';
import { loadConfig } from '@/server/alerts/notify/load-config';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { publishPost } from '@/server/status-pages/publish-post';
import { queuePost } from '@/server/status-pages/subscribers/queue-post';
import { acknowledgeWith } from './acknowledge';
import { storeChange, touchIncident } from './change-incident';
import { addEntry, viewOfEntry } from './entries';
import { loadIncident, lockToWorkOn, versionLost } from './load-incidents';
import { pagedIncident } from './paged-incident';
import { queueMessages } from './queue-messages';

type Body = z.output<NonNullable<(typeof endpoint)['body']>>;

interface Sources {
  database: Database;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  log: Log;
}

interface Posted {
  entry: TimelineEntry;
  /** Messages to channels, people and subscribers. */
  deliveries: number;
  /** Whom it could not be sent to, and why. */
  left: string[];
}

/** What the audit trail keeps of the answer, from which it is given again. */
const Told = z.object({ key: z.string(), deliveries: z.number(), left: z.array(z.string()) });

/** Somebody else posted it under the same key in the meantime. */
class PostedAlready extends Error {}

/**
 * Tells others of an incident in one transaction: a state, an entry, messages to channels and to those who follow it, and a post with its messages on the status page. Of one key
 * there is one update; sent again, the first answer comes again. Throws `not_found`, `invalid` for a component of the status page that there is not, and `conflict` for a state
 * that cannot be gone to or was chosen from another version, a merged incident, a page that is switched off, or a key of another update.
 */
export async function postUpdate(sources: Sources, caller: Caller, id: string, body: Body): Promise<Posted> {
  const { database, log } = sources;
  const { tenant, now } = caller;
  const before = await findPosted(database, caller, id, body.key);
  if (before) return before;
  const { directory } = await database.withTenant(tenant, (client) => loadConfig(client, tenant.id, now, log, null));
  try {
    return await mutate(database, caller, 'incident.post_update', async (tx) => {
      const incident = await lockToWorkOn(tx, id);
      if (await entryOf(tx, id, body.key)) throw new PostedAlready();
      const after = await moved(tx, caller, incident, body);
      const entry = await addEntry(tx, tenant.id, id, now, { at: now, kind: 'update', text: body.text, actor: alertActorOf(caller.actor), subject: null, sourceKey: sourceKeyOf(body.key) });
      const told = await tell(tx, sources, caller, after, body, directory);
      const published = await publish(tx, caller, after, body, entry.id);
      const result: Posted = { entry, deliveries: told.count + published.count, left: [...told.left, ...(published.left === null ? [] : [published.left])] };
      const { deliveries, left } = result;
      return {
        result, before: { id, number: incident.number, state: incident.state },
        after: { id, number: incident.number, state: after.state, key: body.key, text: body.text, channelIds: body.channelIds, toWatchers: body.toWatchers, statusPage: body.statusPage, deliveries, left },
      };
    });
  } catch (error) {
    if (!(error instanceof PostedAlready)) throw error;
    return (await findPosted(database, caller, id, body.key)) ?? Promise.reject(usedKey());
  }
}

function sourceKeyOf(key: string): string {
  return `update:${key}`;
}

function entryOf(tx: Transaction, incidentId: string, key: string) {
  return tx.incidentEntry.findUnique({ where: { incidentId_sourceKey: { incidentId, sourceKey: sourceKeyOf(key) } } });
}

/** The answer of an update that was posted before; null where none was. Throws `not_found`. */
function findPosted(database: Database, { tenant }: Caller, id: string, key: string): Promise<Posted | null> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    await loadIncident(tx, id);
    const row = await entryOf(tx, id, key);
    if (!row) return null;
    const audited = await tx.auditEntry.findMany({ where: { action: 'incident.post_update', at: row.notedAt }, select: { after: true }, take: 100 });
    const told = audited.map(({ after }) => Told.safeParse(after).data).find((each) => each?.key === key);
    return { entry: viewOfEntry(row), deliveries: told?.deliveries ?? 0, left: told?.left ?? [] };
  });
}

async function moved(tx: Transaction, caller: Caller, incident: Incident, { state, version }: Body): Promise<Incident> {
  if (state !== null && version !== incident.version) throw versionLost(incident);
  const change = state === null ? null : decideUpdate(incident, { state, note: '' }, caller.now, alertActorOf(caller.actor));
  if (change?.kind === 'refused') throw new AppError('conflict', change.reason);
  if (change && change.entries.length > 0) {
    await acknowledgeWith(tx, caller, incident, change.set);
    return storeChange(tx, caller, incident.id, change.set, change.entries);
  }
  await touchIncident(tx, caller, incident.id);
  return incident;
}

async function tell(tx: Transaction, { url }: Sources, { tenant, now }: Caller, incident: Incident, { text, channelIds, toWatchers, key }: Body, directory: Directory): Promise<{ count: number; left: string[] }> {
  const watchers = toWatchers ? await tx.incidentWatcher.findMany({ where: { incidentId: incident.id }, select: { userId: true }, orderBy: { userId: 'asc' }, take: incidentLimits.watchers }) : [];
  const targets = [...channelIds.map((each) => ({ kind: 'channel' as const, id: each })), ...watchers.map(({ userId }) => ({ kind: 'user' as const, id: userId }))];
  const { wanted, findings } = peopleOfTargets(targets, 'this update', directory, now);
  const paged = await pagedIncident(tx, incident);
  const messages = wanted.map(({ recipient }) => ({
    eventKey: `update:${key}:${recipient.key}`, recipient, message: updateMessage(paged, { text, nowMs: now, tenantName: tenant.name, url, reason: reasonOf(recipient) }),
  }));
  const count = await queueMessages(tx, tenant.id, now, messages);
  if (count < messages.length) throw usedKey();
  const untold = watchers.length < incidentLimits.watchers ? 0 : (await tx.incidentWatcher.count({ where: { incidentId: incident.id } })) - watchers.length;
  const skipped = findings.flatMap(({ outcome, reason }) => (outcome === 'skipped' ? [reason] : []));
  return { count, left: untold > 0 ? [...skipped, tooManyWatchers(untold)] : skipped };
}

function tooManyWatchers(untold: number): string {
  return `${untold === 1 ? 'One more person watches' : `${untold.toLocaleString('en')} more people watch`} this incident: an update goes to ${incidentLimits.watchers} of them at most.`;
}

function reasonOf({ recipient }: Wanted['recipient']): string {
  return recipient.kind === 'user' ? 'You follow this incident.' : 'This update was sent to this channel.';
}

async function publish(tx: Transaction, caller: Caller, incident: Incident, { statusPage, text }: Body, entryId: string): Promise<{ count: number; left: string | null }> {
  if (statusPage === null) return { count: 0, left: null };
  const { postId } = await publishPost(tx, caller, incident, { post: statusPage, text, entryId });
  return queuePost(tx, caller.tenant.id, caller.now, { postId, incidentId: incident.id });
}

function usedKey(): AppError {
  return new AppError('conflict', 'This key is that of another update. Send the update with a new one.');
}
