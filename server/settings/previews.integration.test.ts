import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { AuditSettings } from '@/lib/settings/audit-settings';
import { SignInSettings } from '@/lib/settings/sign-in-settings';
import { writeEntries, startMs } from '@/server/audit/test-trail';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { previewAudit } from './preview-audit';
import { previewOrganisation } from './preview-organisation';
import { previewSignIn } from './preview-sign-in';
import { saveSettings } from './settings';

let nines: TestRuntime;
const dayMs = 86_400_000;
const at = Date.parse('2026-11-20T10:00:00Z');

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const caller = (person: Person, now = at) => callerOf(person, permissions, now);
const alice = () => caller(nines.cast.alice);
const charlie = () => caller(nines.cast.charlie);
const signIn = (change: Partial<ReturnType<typeof SignInSettings.parse>>) => SignInSettings.parse(change);
const auth = <T>(run: Parameters<typeof nines.database.transaction<T>>[1]) => nines.database.transaction({ kind: 'auth' }, run);
const passkeyOf = (userId: string) => auth((tx) => tx.userFactor.create({ data: { userId, kind: 'passkey', name: 'Key', credentialId: `id of ${userId}`, publicKey: new Uint8Array([1]), confirmedAt: new Date(at) } }));

it('a change of the organisation names its active people alone', async () => {
  const people = async (tenantId: string) => auth((tx) => tx.membership.count({ where: { tenantId, deactivatedAt: null } }));
  expect(await previewOrganisation(nines.runtime, alice())).toEqual({ people: await people(nines.tenants.alpha.id), schedules: 0, objectives: 0 });
  expect(await previewOrganisation(nines.runtime, charlie())).toEqual({ people: await people(nines.tenants.beta.id), schedules: 0, objectives: 0 });
});

describe('a policy of sign-in', () => {
  it('says whom it would ask for a second factor, and asks nobody twice', async () => {
    await passkeyOf(nines.cast.victor.id);
    expect(await previewSignIn(nines.runtime, alice(), signIn({ secondFactorFor: ['OWNER', 'MEMBER', 'VIEWER'] }))).toEqual({ asked: 2, lockedOut: 0, canSave: true });
    await saveSettings(nines.database, alice(), 'sign-in', { version: 0, settings: signIn({ secondFactorFor: ['MEMBER'] }) });
    expect((await previewSignIn(nines.runtime, alice(), signIn({ secondFactorFor: ['OWNER', 'MEMBER'] }))).asked).toBe(1);
  });

  it('says who could not come in without passwords, and that no owner could', async () => {
    expect(await previewSignIn(nines.runtime, alice(), signIn({ isPasswordOn: false }))).toMatchObject({ lockedOut: 2, canSave: false });
    await passkeyOf(nines.cast.alice.id);
    expect(await previewSignIn(nines.runtime, alice(), signIn({ isPasswordOn: false }))).toMatchObject({ lockedOut: 1, canSave: true });
    expect(await previewSignIn(nines.runtime, charlie(), signIn({ isPasswordOn: false }))).toMatchObject({ canSave: false });
  });
});

describe('settings of the audit trail', () => {
  const settings = (change: Partial<AuditSettings>) => AuditSettings.parse(change);
  const stream = { kind: 'webhook', url: 'https://logs.example.com/in', ca: null } as const;

  it('say how many entries would go, and that the newest never does', async () => {
    await writeEntries(nines.database, nines.tenants.beta, 1, 5);
    const thirdIsYoungest = caller(nines.cast.charlie, startMs + 3_000 + 30 * dayMs);
    expect(await previewAudit(nines.runtime, thirdIsYoungest, settings({ retentionDays: 30 }))).toEqual({ removed: 2, kept: 3, removedTo: startMs + 2_000, stream: 'none', unsent: 0 });
    expect(await previewAudit(nines.runtime, thirdIsYoungest, settings({ retentionDays: 31 }))).toMatchObject({ removed: 0, kept: 5, removedTo: null });
    expect(await previewAudit(nines.runtime, charlie(), settings({ retentionDays: 30 }))).toMatchObject({ removed: 4, kept: 1 });
    expect(await previewAudit(nines.runtime, charlie(), settings({}))).toMatchObject({ removed: 0, kept: 5 });
  });

  it('say whether a stream begins, changes or ends', async () => {
    const changeTo = async (next: AuditSettings['stream']) => (await previewAudit(nines.runtime, charlie(), settings({ stream: next }))).stream;
    expect([await changeTo(null), await changeTo(stream)]).toEqual(['none', 'begins']);
    await saveSettings(nines.database, charlie(), 'audit', { version: 0, settings: settings({ stream }) });
    expect([await changeTo(stream), await changeTo({ ...stream, url: 'https://elsewhere.example.com/' }), await changeTo(null)]).toEqual(['stays', 'changes', 'ends']);
  });
});
