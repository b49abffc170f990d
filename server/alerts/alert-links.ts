import { z } from 'zod';
import { clockWords } from '@/lib/alerts/clock-words';
import { acknowledge, resolveByHand } from '@/lib/alerts/life-cycle';
import type { followAlertLink, readAlertLink } from '@/lib/alerts/api';
import { Recipient } from '@/lib/alerts/notify/schemas';
import type { AlertActor, AlertView } from '@/lib/alerts/schemas';
import { permissionsOf } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Database, Transaction } from '@/server/database/database';
import { changeIn, type AlertAct } from './change-alerts';
import { createLinkGuesses } from './link-guesses';
import { hashLinkToken } from './link-token';
import { loadAlerts } from './load-alerts';

interface Request {
  token: string;
  address: string;
  now: number;
}

const Row = z.object({
  token_hash: z.string(), tenant_id: z.uuid(), action: z.enum(['acknowledge', 'resolve']), alert_ids: z.array(z.uuid()), recipient: Recipient, expires_at: z.date(), used_at: z.date().nullable(),
});
type Link = z.infer<typeof Row>;

const maxShown = 50;
const guesses = createLinkGuesses();

/** What a link would do. Throws AppError `not_found` for one that there is not, `too_many_requests` for who tries many of those, `forbidden` where the recipient's role lacks the permission. */
export async function readLink({ database }: { database: Database }, request: Request): Promise<z.input<(typeof readAlertLink)['response']>> {
  const link = await linkOf(database, request);
  const tenant = await tenantOf(database, link);
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const standing = await standingOf(tx, link);
    if (standing === 'may_not') throw mayNot(link);
    const alerts = await loadAlerts(tx, link.alert_ids);
    const shown = alerts.slice(0, maxShown).map(({ name, severity, state, annotations, startsAt }) => ({ name, severity, state, summary: annotations.summary ?? '', startsAt }));
    const isOver = link.expires_at.getTime() <= request.now || standing === 'unknown';
    return {
      action: link.action,
      state: link.used_at !== null ? ('used' as const) : isOver ? ('expired' as const) : ('open' as const),
      recipient: link.recipient.name,
      expiresAt: link.expires_at.getTime(),
      alerts: shown,
      total: alerts.length,
    };
  });
}

/** Does what a link is for, once. Throws as readLink, and AppError `conflict` for a link that was used or has expired. */
export async function followLink({ database }: { database: Database }, { requestId, ...request }: Request & { requestId: string }): Promise<z.input<(typeof followAlertLink)['response']>> {
  const link = await linkOf(database, request);
  const tenant = await tenantOf(database, link);
  const caller: Caller = { tenant, actor: { kind: 'system', job: 'alert-link' }, permissions: [], now: request.now, requestId };
  const usedAt = new Date(request.now);
  return mutate(database, caller, `alert.${link.action}`, async (tx) => {
    const { count } = await tx.alertLink.updateMany({ where: { tokenHash: link.token_hash, usedAt: null, expiresAt: { gt: usedAt } }, data: { usedAt } });
    if (count === 0) throw await refusalOf(tx, link);
    const standing = await standingOf(tx, link);
    if (standing === 'unknown') throw expired();
    if (standing === 'may_not') throw mayNot(link);
    const { result, before, after } = await changeIn(tx, caller, link.alert_ids, actOf(link, request.now));
    const done = result.filter(({ outcome }) => outcome === 'done').length;
    return { result: { action: link.action, done, unchanged: result.length - done }, before, after: { acts: after, link: link.recipient } };
  });
}

function actOf({ action, recipient, token_hash: hash }: Link, at: number): Pick<AlertAct, 'action' | 'decide'> {
  const actor: AlertActor = { kind: 'link', id: recipient.kind === 'user' ? recipient.userId : hash.slice(0, 16), name: recipient.name };
  const owner = recipient.kind === 'user' ? { id: recipient.userId, name: recipient.name } : null;
  const decide = (alert: AlertView) =>
    action === 'acknowledge' ? acknowledge(alert, { at, actor, comment: '', owner, until: null }) : resolveByHand(alert, { at, actor, comment: '' });
  return { action: `alert.${action}`, decide };
}

/** By the owner's connection, for whoever follows a link has no tenant yet. */
async function linkOf({ owner }: Database, { token, address, now }: Request): Promise<Link> {
  guesses.assertMayTry(address, now);
  const { rows } = await owner.query('select token_hash, tenant_id, action, alert_ids, recipient, expires_at, used_at from alert_links where token_hash = $1', [hashLinkToken(token)]);
  const [link] = z.array(Row).parse(rows);
  if (link) return link;
  guesses.countWrong(address, now);
  throw new AppError('not_found', 'There is no such link. It may have been cut off on its way, or its message is older than what is kept: open Nines instead.');
}

async function tenantOf(database: Database, link: Link): Promise<Caller['tenant']> {
  const tenant = await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.findUnique({ where: { id: link.tenant_id }, select: { id: true, number: true, slug: true, name: true } }));
  if (!tenant) throw expired();
  return tenant;
}

/** A person who left the organisation or is deactivated, or whose role has changed, has old messages still. */
async function standingOf(tx: Transaction, { recipient, action }: Link): Promise<'may' | 'may_not' | 'unknown'> {
  if (recipient.kind === 'channel') return 'may';
  const membership = await tx.membership.findFirst({ where: { userId: recipient.userId, deactivatedAt: null }, select: { role: true, customRole: { select: { permissions: true } } } });
  if (!membership) return 'unknown';
  return permissionsOf(membership.role, membership.customRole?.permissions).includes(`monitoring.alert.${action}`) ? 'may' : 'may_not';
}

async function refusalOf(tx: Transaction, { token_hash: tokenHash }: Link): Promise<AppError> {
  const row = await tx.alertLink.findUnique({ where: { tokenHash }, select: { usedAt: true } });
  if (!row?.usedAt) return expired();
  return new AppError('conflict', `This link was used already, at ${clockWords(row.usedAt.getTime())}. Open Nines to see how the alert stands.`);
}

function mayNot({ recipient, action }: Link): AppError {
  return new AppError('forbidden', `This link may not ${action} alerts: the role of ${recipient.name} lacks the permission monitoring.alert.${action}. Ask an administrator of the organisation for it.`);
}

function expired(): AppError {
  return new AppError('conflict', 'This link has expired. Open Nines instead, or follow the link of a newer message.');
}
