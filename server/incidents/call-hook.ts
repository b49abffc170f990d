import type { z } from 'zod';
import { alertActorOf } from '@/lib/alerts/actor';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import type { callIncidentHook as endpoint } from '@/lib/incidents/api';
import { isSlashCommand, parseHookCall, type HookCall } from '@/lib/incidents/hook-call';
import type { Incident } from '@/lib/incidents/schemas';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { auditOf } from './change-incident';
import { declareIn, lockDeclaring } from './declare-in';
import type { CalledHook } from './find-hook';
import { sourceKeyOf } from './hook-token';
import { readSettings, settingsIn } from './incident-settings';
import { loadIncident } from './load-incidents';
import { refuseTooMany } from './program-limit';

interface Verbs {
  database: Database;
  /** Where people reach Nines. */
  url: string;
}

interface Call {
  contentType: string | null;
  text: string;
  now: number;
  requestId: string;
}

type Answer = z.input<(typeof endpoint)['response']>;

const sameKeyMs = 86_400_000;

/**
 * Declares an incident as a hook is called for; the same key within 24 hours answers the same incident. A slash command is answered in its own form, also where it cannot be
 * understood: a chat shows nothing else. Throws AppError `invalid` for any other call that cannot be understood, and `too_many_requests` while
 * too many that programs declared are open.
 */
export async function callHook({ database, url }: Verbs, hook: CalledHook, { contentType, text, now, requestId }: Call): Promise<Answer> {
  const caller: Caller = { tenant: hook.tenant, actor: { kind: 'key', id: hook.id, name: hook.name }, permissions: ['monitoring.incident.create'], now, requestId };
  try {
    const { settings } = await readSettings({ database }, caller);
    const call = parseHookCall({ contentType, text }, settings.severities);
    const { id, number, title, severity } = (await known(database, caller, call)) ?? (await declare(database, caller, hook, call));
    const page = `${url}/incidents/${id}`;
    if (!call.isSlashCommand) return { number, url: page };
    const name = settings.severities.find(({ key }) => key === severity)?.name ?? severity;
    return { response_type: 'in_channel', text: `Incident ${number} (${inChat(name)}): ${inChat(title)} ${page}` };
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid' && isSlashCommand({ contentType, text })) return { response_type: 'ephemeral', text: inChat(error.message.replace(/^body\.text: /, '')) };
    throw error;
  }
}

/** Also before a transaction that writes: who tries again and again changes nothing. */
function known(database: Database, { tenant, actor, now }: Caller, { key }: HookCall): Promise<Incident | null> {
  if (key === null || actor.kind !== 'key') return Promise.resolve(null);
  return database.transaction({ kind: 'tenant', tenant }, (tx) => ofKey(tx, sourceKeyOf(actor.id, key), now));
}

function declare(database: Database, caller: Caller, hook: CalledHook, { title, severity, summary, services, key }: HookCall): Promise<Incident> {
  return mutate(database, caller, 'incident.declare', async (tx) => {
    await lockDeclaring(tx, caller.tenant.id);
    const { count } = await tx.incidentHook.updateMany({ where: { id: hook.id }, data: { lastUsedAt: new Date(caller.now) } });
    if (count === 0) throw new AppError('not_found', 'This hook was deleted.');
    const source = key === null ? null : sourceKeyOf(hook.id, key);
    const earlier = source === null ? null : await ofKey(tx, source, caller.now);
    if (earlier) return { result: earlier, before: auditOf(earlier), after: auditOf(earlier) };
    await refuseTooMany(tx);
    const { settings } = await settingsIn(tx);
    const usual = settings.severities.find((each) => each.key === hook.severity) ?? settings.severities[0];
    const found = await tx.service.findMany({ where: { name: { in: services } }, select: { id: true, name: true } });
    const missing = services.filter((name) => !found.some((each) => each.name === name));
    const actor = alertActorOf(caller.actor);
    const result = await declareIn(tx, caller, settings, {
      title, severity: severity ?? usual?.key ?? '', source: 'hook', actor, leadId: null, serviceIds: found.map(({ id }) => id), alertIds: [], alertReason: '', startedAt: undefined, policyId: undefined,
      summary, text: `The hook ${hook.name} declared it.${missing.length === 0 ? '' : ` It named services that there are not: ${missing.join(', ').slice(0, 500).toWellFormed()}.`}`,
    });
    if (source !== null) await tx.incidentEntry.updateMany({ where: { incidentId: result.id, kind: 'declared', sourceKey: null }, data: { sourceKey: source } });
    return { result, before: null, after: auditOf(result) };
  });
}

/** What was declared by a key within the last 24 hours; where that was merged, the one that is left. */
async function ofKey(tx: Transaction, sourceKey: string, now: number): Promise<Incident | null> {
  const found = await tx.incident.findFirst({
    where: { createdAt: { gt: new Date(now - sameKeyMs) }, entries: { some: { sourceKey } } }, orderBy: { createdAt: 'asc' }, select: { id: true, mergedIntoId: true },
  });
  return found ? loadIncident(tx, found.mergedIntoId ?? found.id) : null;
}

/** As Slack wants what is no formatting (docs.slack.dev, Escaping text), and without calling anybody by @. */
function inChat(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@', '@\u200B');
}
