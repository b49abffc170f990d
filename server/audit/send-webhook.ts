import { createHmac } from 'node:crypto';
import { documentOf, type ExportedEntry } from '@/lib/audit/export-entries';
import type { AuditStream } from '@/lib/settings/audit-settings';
import { failureOfAnswer, type OutgoingClient } from '@/server/outgoing/http-client';
import type { StreamSecrets } from './stream-secrets';

type Webhook = Extract<AuditStream, { kind: 'webhook' }>;

/**
 * Posts entries as `{ tenant, entries }`. With a signing secret, `Nines-Signature: t=<seconds since 1970>,v1=<hex>` is HMAC-SHA256 of `<t>.<body>`; the Idempotency-Key is the same for each
 * attempt of the same entries. Throws OutgoingFailure.
 */
export async function sendWebhook(outgoing: OutgoingClient, { url, ca }: Webhook, secrets: StreamSecrets, tenant: { id: string; slug: string }, entries: readonly ExportedEntry[], nowMs: number): Promise<void> {
  const body = JSON.stringify({ tenant: tenant.slug, entries: entries.map(documentOf) });
  const seconds = Math.floor(nowMs / 1_000);
  const { signingSecret, authorization } = secrets;
  const headers: Record<string, string> = { 'content-type': 'application/json', 'idempotency-key': `${tenant.id}-${entries[0]?.seq ?? 0}-${entries.at(-1)?.seq ?? 0}` };
  if (authorization !== undefined) headers.authorization = authorization;
  if (signingSecret !== undefined) headers['nines-signature'] = `t=${seconds},v1=${createHmac('sha256', signingSecret).update(`${seconds}.${body}`).digest('hex')}`;
  const answer = await outgoing.request({ method: 'POST', url, headers, body, hasSecrets: true, ca });
  const failure = failureOfAnswer(answer, new URL(url).host, '', nowMs);
  if (failure) throw failure;
}
