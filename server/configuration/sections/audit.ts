import { z } from 'zod';
import type { SectionOf } from '@/lib/configuration/schemas';
import { keptSecret, type SecretValue } from '@/lib/configuration/secret-value';
import { updateAuditSettings } from '@/server/audit/audit-settings';
import { openSecrets, type StreamSecrets } from '@/server/audit/stream-secrets';
import { readSettings } from '@/server/settings/settings';
import { checkText, settleSecret } from '../secrets';
import type { OneSection, Work } from '../work';

type Section = SectionOf<'audit'>;

const text = (least: number) => z.string().min(least, `must have at least ${least} characters`).max(2_000).regex(/^[\x20-\x7e]+$/, 'must be plain letters, digits and signs');
const texts = { signingSecret: text(16), authorization: text(1) };

export const audit: OneSection<Section> = {
  kind: 'one',
  async read(work) {
    const { settings, secrets } = await storedIn(work);
    const { stream, ...rest } = settings;
    if (stream?.kind !== 'webhook') return { ...rest, stream };
    const marks = Object.fromEntries(Object.entries(secrets).flatMap(([name, text]) => (text === undefined ? [] : [[name, keptSecret]])));
    return { ...rest, stream: { ...stream, ...marks } };
  },
  async settle(work, value) {
    const { stream } = value;
    if (stream?.kind !== 'webhook') return value;
    const { secrets } = await storedIn(work);
    const { signingSecret, authorization, ...place } = stream;
    return { ...value, stream: { ...place, ...settled('signingSecret', signingSecret, secrets), ...settled('authorization', authorization, secrets) } };
  },
  async write(work, { stream, ...rest }) {
    const { version } = await readSettings(work.database, work.caller.tenant, 'audit');
    if (stream?.kind !== 'webhook') return void (await updateAuditSettings(work, work.caller, { version, settings: { ...rest, stream } }));
    const { signingSecret, authorization, ...place } = stream;
    await updateAuditSettings(work, work.caller, { version, settings: { ...rest, stream: place }, signingSecret: given(signingSecret), authorization: given(authorization) });
  },
  impact(_, before, { retentionDays }) {
    const isShorter = retentionDays !== null && retentionDays < (before?.retentionDays ?? Infinity);
    return Promise.resolve(isShorter ? `Entries older than ${retentionDays} days are removed for good within an hour.` : null);
  },
};

async function storedIn({ database, sealer, caller }: Work) {
  const { settings, sealed } = await readSettings(database, caller.tenant, 'audit');
  return { settings, secrets: readable(() => openSecrets(sealer, caller.tenant.id, sealed)) };
}

/** None where they cannot be read: then they have to be given again. */
function readable(open: () => StreamSecrets): StreamSecrets {
  try {
    return open();
  } catch {
    return {};
  }
}

function settled(name: keyof StreamSecrets, value: SecretValue | undefined, secrets: StreamSecrets): Partial<Record<keyof StreamSecrets, SecretValue>> {
  if (value === undefined) return {};
  checkText(texts[name], value, `stream.${name}`);
  return { [name]: settleSecret(value, secrets[name], `stream.${name}`) };
}

/** Null removes, undefined keeps. */
function given(value: SecretValue | undefined): string | null | undefined {
  return value === undefined ? null : typeof value === 'string' ? value : undefined;
}
