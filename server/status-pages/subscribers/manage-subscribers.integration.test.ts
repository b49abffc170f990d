import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast } from '@/server/test-runtime';
import { exportSubscribers, listSubscribers, removeSubscriber } from './manage-subscribers';
import { storePage } from './test-subscribers';

const now = Date.parse('2026-03-28T03:00:00Z');

let test: TestDatabase;
let alice: Caller;
let charlie: Caller;
let ids: string[];

beforeAll(async () => {
  test = await createTestDatabase();
  const cast = await createCast(test.database, test.tenants);
  alice = callerOf(cast.alice, permissions, now);
  charlie = callerOf(cast.charlie, permissions, now);
  const page = await storePage(test.database, createSealer(Buffer.alloc(32, 1).toString('base64url')), test.tenants.alpha, { slug: 'acme', port: 9 });
  ids = Array.from({ length: 5 }, () => randomUUID());
  await test.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) =>
    tx.statusSubscriber.createMany({
      data: ids.map((id, n) => ({
        id, tenantId: alice.tenant.id, pageId: page.id, kind: n === 4 ? 'webhook' : 'email', address: `n${n}@example.com`, addressHash: id, leaveHash: id,
        // Two of one moment, for the pages.
        createdAt: new Date(now + (n === 1 ? 2 : n) * 1_000), confirmedAt: n < 2 ? null : new Date(now), lastError: n === 3 ? 'n3@example.com was refused' : null,
      })),
    }),
  );
});
afterAll(() => test.drop());

describe('subscribers', () => {
  it('are listed page by page, the newest first, each once', async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const { subscribers, nextCursor, counts } = await listSubscribers(test, alice, { cursor, limit: 2 });
      expect(counts).toEqual({ email: 2, webhook: 1, waiting: 2 });
      seen.push(...subscribers.map(({ address }) => address ?? ''));
      if (nextCursor === null) break;
      cursor = nextCursor;
    }
    expect([seen[0], seen[1], [...seen].sort()]).toEqual(['n4@example.com', 'n3@example.com', [0, 1, 2, 3, 4].map((n) => `n${n}@example.com`)]);
    await expect(listSubscribers(test, alice, { cursor: `1.${'-'.repeat(36)}`, limit: 2 })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('have their addresses hidden, in errors too, from who may not read the configuration', async () => {
    const { subscribers } = await listSubscribers(test, { ...alice, permissions: ['monitoring.read'] }, { limit: 50 });
    expect(subscribers).toHaveLength(5);
    expect(JSON.stringify(subscribers)).not.toContain('example.com');
  });

  it('are removed with an audit entry that does not keep the address, and are none of another tenant', async () => {
    const [id = ''] = ids;
    await expect(removeSubscriber(test, charlie, id)).rejects.toMatchObject({ code: 'not_found' });
    await removeSubscriber(test, alice, id);
    await expect(removeSubscriber(test, alice, id)).rejects.toMatchObject({ code: 'not_found' });
    const entries = await test.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findMany({ where: { action: 'status_subscriber.remove' } }));
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries[0]?.before)).not.toContain('example.com');
    expect((await listSubscribers(test, charlie, { limit: 50 })).subscribers).toEqual([]);
    expect((await exportSubscribers(test, alice)).csv.trim().split('\r\n')).toHaveLength(5);
    expect((await exportSubscribers(test, charlie)).csv.trim().split('\r\n')).toHaveLength(1);
    const exports = await test.database.transaction({ kind: 'tenant', tenant: alice.tenant }, (tx) => tx.auditEntry.findMany({ where: { action: 'status_page.export_subscribers' } }));
    expect(exports).toMatchObject([{ actor: { id: alice.actor.kind === 'system' ? '' : alice.actor.id }, before: null, after: { subscribers: 4 } }]);
  });
});
