import { it } from 'vitest';
import { appendFileSync } from 'node:fs';
import { createTestDatabase } from '@/server/database/test-database';
import { createSealer } from '@/server/secrets/sealed';
import { callerOf, createCast } from '@/server/test-runtime';
import { permissions } from '@/lib/auth/permissions';
import { declareIncident } from '@/server/incidents/declare-incident';
import { queuePost } from './subscribers/queue-post';
import { claimMessages, dueTenants } from './sending-claim';
import { storePage } from './subscribers/test-subscribers';

const say = (...words: unknown[]) => appendFileSync('/tmp/d2/measure.txt', `${words.map((w) => JSON.stringify(w)).join(' ')}\n`);
it('measure', { timeout: 120_000 }, async () => {
  const test = await createTestDatabase();
  const cast = await createCast(test.database, test.tenants);
  const now = Date.now();
  const alice = callerOf(cast.alice, permissions, now);
  const page = await storePage(test.database, createSealer(Buffer.alloc(32, 1).toString('base64url')), test.tenants.alpha, { slug: 'acme', port: 9 });
  const incident = await declareIncident(test, alice, { title: 'x', severity: 'sev1', summary: '', serviceIds: [], alertIds: [], leadId: null, policyId: null });
  const scope = { kind: 'tenant', tenant: alice.tenant } as const;
  await test.database.transaction(scope, (tx) => tx.$executeRaw`insert into status_subscribers (tenant_id, page_id, kind, address, address_hash, leave_hash, confirmed_at) select ${alice.tenant.id}::uuid, ${page.id}::uuid, 'email', n || '@example.com', n::text, n::text, now() from generate_series(1, 20000) n`);
  for (let round = 0; round < 3; round += 1) {
    const post = await test.database.transaction(scope, (tx) => tx.statusPost.create({ data: { tenantId: alice.tenant.id, incidentId: incident.id, at: new Date(now + round), title: 't', state: 'identified', text: 'x', components: [] } }));
    let at = performance.now();
    const queued = await test.database.transaction(scope, (tx) => queuePost(tx, alice.tenant.id, now + round, { postId: post.id, incidentId: incident.id }));
    say('queue', queued, Math.round(performance.now() - at));
    at = performance.now();
    await dueTenants(test.database, now + 1_000);
    say('due', Math.round(performance.now() - at));
    for (let n = 0; n < 3; n += 1) {
      at = performance.now();
      const claimed = await claimMessages(test.database, alice.tenant, 10, now + 1_000);
      say('claim', claimed?.messages.length, Math.round(performance.now() - at));
      if (n === 0 && round === 0) await test.database.withTenant(alice.tenant, async (client) => {
        const { rows } = await client.query(`explain analyze select m.id from status_messages m where m.state in ('pending', 'sending') and (m.next_attempt_at <= now() or m.next_attempt_at > now() + interval '16 min')
           and not exists (select from status_messages e where e.subscriber_id = m.subscriber_id and e.state in ('pending', 'sending') and (e.created_at, e.id) < (m.created_at, m.id))
         order by m.next_attempt_at, m.id limit 10 for update skip locked`);
        for (const row of rows) say(row['QUERY PLAN']);
      });
    }
  }
  await test.drop();
});
