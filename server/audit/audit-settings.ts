import type { z } from 'zod';
import type { readAuditSettings as readEndpoint, readAuditStream as streamEndpoint, updateAuditSettings as updateEndpoint } from '@/lib/audit/api';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import type { AuditStream } from '@/lib/settings/audit-settings';
import type { Database } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { readSettings, saveSettings, settingsIn, type StoredSettings } from '@/server/settings/settings';
import { beginStream } from './stream-place';
import { openSecrets, sealSecrets, type StreamSecrets } from './stream-secrets';

interface Sources {
  database: Database;
  sealer: Sealer;
}

type View = z.input<(typeof readEndpoint)['response']>;
type Change = z.output<NonNullable<(typeof updateEndpoint)['body']>>;

/** How long the trail is kept and where it is sent; of secrets only whether there are any. */
export async function readAuditSettings({ database, sealer }: Sources, { tenant }: Pick<Caller, 'tenant'>): Promise<View> {
  return viewOf(sealer, tenant.id, await readSettings(database, tenant, 'audit'));
}

/** Throws `conflict` for another version, and `invalid` where a secret would go to an address that it was not entered for. */
export async function updateAuditSettings({ database, sealer }: Sources, caller: Caller, { version, settings, ...given }: Change): Promise<View> {
  const tenantId = caller.tenant.id;
  const before = await readSettings(database, caller.tenant, 'audit');
  refuseToSend(caller, before.settings.stream, settings.stream);
  const kept = settings.stream?.kind === 'webhook' ? openSecrets(sealer, tenantId, before.sealed) : {};
  const secrets: StreamSecrets = settings.stream?.kind === 'webhook' ? { signingSecret: chosen(given.signingSecret, kept.signingSecret), authorization: chosen(given.authorization, kept.authorization) } : {};
  if (given.authorization === undefined && kept.authorization !== undefined && destinationOf(settings.stream) !== destinationOf(before.settings.stream)) {
    const message = 'Enter the authorization again, or remove it: the trail would be sent to another address than it was entered for.';
    throw new AppError('invalid', message, { issues: [{ path: 'body.authorization', message }] });
  }
  const saved = await saveSettings(database, caller, 'audit', { version, settings, sealed: sealSecrets(sealer, tenantId, secrets) }, async (tx) => {
    // What was read of the secrets must be of the version that is replaced.
    if ((await settingsIn(tx, tenantId, 'audit')).version !== before.version) throw new AppError('conflict', 'These settings were changed by somebody else in the meantime. Load them again and repeat the change.');
    if (settings.stream !== null) await beginStream(tx, tenantId, before.settings.stream === null);
  });
  return viewOf(sealer, tenantId, saved);
}

/** Who may not read the trail must not have it sent. */
function refuseToSend({ actor, permissions }: Pick<Caller, 'actor' | 'permissions'>, before: AuditStream | null, after: AuditStream | null): void {
  if (after === null || actor.kind === 'system' || permissions.includes('monitoring.audit.read') || JSON.stringify(after) === JSON.stringify(before)) return;
  throw new AppError('forbidden', 'To have the audit trail sent somewhere you need the permission monitoring.audit.read.');
}

/** How far the trail was sent. */
export async function readAuditStream({ database }: Pick<Sources, 'database'>, { tenant }: Pick<Caller, 'tenant'>): Promise<z.input<(typeof streamEndpoint)['response']>> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const { settings } = await settingsIn(tx, tenant.id, 'audit');
    const place = await tx.auditStream.findUnique({ where: { tenantId: tenant.id } });
    const end = await tx.auditChain.findUnique({ where: { tenantId: tenant.id } });
    if (settings.stream === null || !place) return { isOn: settings.stream !== null, behind: 0, failures: 0, lastError: null, sentAt: place?.sentAt?.getTime() ?? null, nextAttemptAt: null };
    const { seq, failures, lastError, sentAt, nextAttemptAt } = place;
    return { isOn: true, behind: Math.max(0, Number((end?.seq ?? 0n) - seq)), failures, lastError, sentAt: sentAt?.getTime() ?? null, nextAttemptAt: nextAttemptAt?.getTime() ?? null };
  });
}

function viewOf(sealer: Sealer, tenantId: string, { version, settings, sealed }: StoredSettings<'audit'>): View {
  const { signingSecret, authorization } = openSecrets(sealer, tenantId, sealed);
  return { version, settings, hasSigningSecret: signingSecret !== undefined, hasAuthorization: authorization !== undefined };
}

/** Null removes, absent keeps. */
function chosen(given: string | null | undefined, kept: string | undefined): string | undefined {
  return given === undefined ? kept : (given ?? undefined);
}

function destinationOf(stream: AuditStream | null): string {
  return stream?.kind === 'webhook' ? JSON.stringify([new URL(stream.url).origin, stream.ca]) : '';
}
