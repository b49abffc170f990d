import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Mail } from '@/lib/alerts/channels/channel-kind';
import { cutText } from '@/lib/alerts/channels/cut-text';
import { oneLine } from '@/lib/alerts/channels/wording';
import { html } from '@/lib/status-pages/render/html';
import type { TenantRef } from '@/lib/tenants';
import { sendMailByChannel } from '@/server/alerts/channels/send';
import type { Config } from '@/server/config';
import type { Database, Transaction } from '@/server/database/database';
import type { Log } from '@/server/log';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import type { Sealer } from '@/server/secrets/sealed';

/** What sending a mail about an account needs of a running Nines. */
export interface MailWorld {
  database: Database;
  sealer: Sealer;
  config: Pick<Config, 'outgoingAllowPrivate'>;
  log: Log;
}

export interface AccountMail {
  to: string;
  subject: string;
  /** Paragraphs with an empty line between them; one that is an address of the web alone is a link. */
  text: string;
}

const totalMs = 12_000;

/**
 * Sends a mail about somebody's account by the tenant's first email channel that is switched on; `no_channel` when it has none, or when somebody without one of the `trusted` roles changed it. All is over within 12 s. Throws SendFailure when the
 * mail server did not take it.
 */
export async function sendAccountMail(world: MailWorld, tenant: TenantRef, mail: AccountMail, trusted: readonly TrustedRole[] | null = null): Promise<'sent' | 'no_channel'> {
  const channel = await emailChannelOf(world.database, tenant, trusted);
  if (!channel) return 'no_channel';
  const policy = createAddressPolicy({ allowPrivate: world.config.outgoingAllowPrivate });
  await sendMailByChannel({ sealer: world.sealer, policy, log: world.log }, channel, (from) => mailOf(mail, from), AbortSignal.timeout(totalMs));
  return 'sent';
}

/** Roles of those who may have changed a channel that carries a link by which an account is entered: whoever decides where mails go can read them. */
export type TrustedRole = 'OWNER' | 'ADMIN';

async function emailChannelOf(database: Database, tenant: TenantRef, trusted: readonly TrustedRole[] | null) {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const channel = await tx.notificationChannel.findFirst({
      where: { tenantId: tenant.id, kind: 'email', isEnabled: true },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, kind: true, name: true, settings: true, sealed: true, tenant: { select: { id: true, number: true, slug: true, name: true } } },
    });
    return channel && (trusted === null || (await isTrusted(tx, channel, trusted))) ? channel : null;
  });
}

const Changer = z.object({ kind: z.string(), id: z.string() });
/** Jobs of who has the machine. */
const ownJobs: ReadonlySet<string> = new Set(['command-line', 'config-file']);

/** Whether those who made the channel what it is still hold one of the roles. What the audit trail does not tell any more is not trusted. */
async function isTrusted(tx: Transaction, { id, tenant }: { id: string; tenant: { id: string } }, trusted: readonly TrustedRole[]): Promise<boolean> {
  const entries = await tx.auditEntry.findMany({
    where: { tenantId: tenant.id, action: { in: ['channel.create', 'channel.update'] }, after: { path: ['id'], equals: id } },
    select: { action: true, actor: true }, orderBy: { seq: 'desc' }, take: mostChanges,
  });
  if (!entries.some(({ action }) => action === 'channel.create')) return false;
  for (const actor of entries.map((entry) => Changer.parse(entry.actor))) {
    if (actor.kind === 'system' && ownJobs.has(actor.id)) continue;
    if (actor.kind !== 'user') return false;
    const member = await tx.membership.findFirst({ where: { tenantId: tenant.id, userId: actor.id, deactivatedAt: null }, select: { role: true } });
    if (!trusted.some((role) => role === member?.role)) return false;
  }
  return true;
}

const mostChanges = 100;

function mailOf({ to, subject, text }: AccountMail, from: string): Mail {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const id = randomUUID();
  const paragraphs = text.split(/\n{2,}/).map((each) => (/^https?:\/\/\S+$/.test(each) ? html`<p><a href="${each}">${each}</a></p>` : html`<p>${each}</p>`));
  const page = html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${oneLine(subject)}</title></head><body>${paragraphs}</body></html>`;
  return {
    to: [to],
    subject: cutText(oneLine(`[Nines] ${subject}`), 200),
    text: `${text}\n`,
    html: page.markup,
    messageId: `<${id}@${domain}>`,
    references: `<account-${id}@${domain}>`,
    // No holiday note comes back (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}
