import { describe, expect, it } from 'vitest';
import type { AlertEvent, AlertView } from '../schemas';
import { pagingAccount, type AccountInput } from './account';
import type { DeliveryView } from './schemas';
import { alice, bob, chat, idOf, mail, nightPolicy, primary, routeOf, startMs, World } from './test-world';

const firing = (changed: Partial<AlertView> = {}): AlertView => {
  const world = new World();
  const id = world.fire({ instance: 'web-1', severity: 'critical' }, changed);
  const alert = world.alerts.get(id);
  if (!alert) throw new Error('There is no alert.');
  return alert;
};
const event = (stage: AlertEvent['stage'], outcome: string, reason: string, subject: AlertEvent['subject'] = null): AlertEvent => ({ id: '1', at: startMs, stage, outcome, reason, actor: null, subject });
const delivery = (changed: Partial<DeliveryView> = {}): DeliveryView => ({
  id: idOf(8, 1), state: 'delivered', kind: 'fire', channel: { id: mail.id, name: 'mail', kind: 'email' }, recipient: { kind: 'user', userId: alice.id, name: 'Alice', address: alice.email }, title: 'Disk full',
  reason: 'Alice is on call.', groupKey: 'g', alertIds: [], alertCount: 0, createdAt: startMs, deliveredAt: startMs + 1_500, nextAttemptAt: null, lastError: null, attempts: [], ...changed,
});
const toChat = { channel: { id: chat.id, name: 'chat', kind: 'slack' }, recipient: { kind: 'channel' as const, name: 'chat' } };
const layer = { id: 'l', name: 'Weekly', startsAt: '2026-01-05T09:00', endsAt: null, turn: { unit: 'weeks' as const, length: 1 }, restrictions: [] };
const policy = (...targets: AccountInput['policies'] extends ReadonlyMap<string, infer P> ? (P extends { steps: { targets: infer T }[] } ? T : never) : never) => new Map([[nightPolicy, { name: 'Night', repeats: 0, repeatAfterMs: 60_000, steps: [{ afterMs: 0, targets }] }]]);
const input = (changed: Partial<AccountInput> = {}): AccountInput => ({
  alert: firing(), events: [], deliveries: [], routing: routeOf({ name: 'Everything', channelIds: [chat.id], escalationPolicyId: nightPolicy }), userId: alice.id,
  channels: new Map([[chat.id, chat], [mail.id, mail]]), people: new Map([[alice.id, alice], [bob.id, bob]]), policies: policy({ kind: 'user', id: bob.id }),
  schedules: new Map([[primary, { name: 'Primary', timeZone: 'UTC', overrides: [], layers: [{ ...layer, participants: [bob.id] }] }]]), ...changed,
});
const suppression = { kind: 'silence' as const, id: 's', reason: 'Bob silenced it: a deploy', sinceMs: startMs, untilMs: null };

describe('the account of paging', () => {
  it.each<[string, Partial<AccountInput>, boolean, string]>([
    ['a message that arrived', { deliveries: [delivery()] }, true, 'Alice was told at 00:00:01 UTC on 28 March 2026 by “mail”. Alice is on call.'],
    ['a message that waits', { deliveries: [delivery({ state: 'retrying', deliveredAt: null, lastError: 'Connection refused.' })] }, false, 'Alice was not told yet. The fire message to Alice by “mail” is tried again. Connection refused.'],
    ['a message that is dead', { deliveries: [delivery({ state: 'dead', deliveredAt: null, lastError: 'No such mailbox.' })] }, false, 'Alice was not told. The fire message to Alice by “mail” could not be delivered. No such mailbox.'],
    ['what went to a channel is not to a person', { deliveries: [delivery(toChat)] }, false, 'Alice was not told. No step of the policy “Night” names Alice.'],
    ['an alert that is pending', { alert: firing({ state: 'pending', firedAt: null }) }, false, 'Alice was not told: it is pending and has not fired yet.'],
    ['a silence', { alert: firing({ suppression }) }, false, 'Alice was not told while it is suppressed. Bob silenced it: a deploy'],
    ['an alert that was over too soon', { events: [event('grouping', 'nobody', 'It ended 0.4 s after it fired.')] }, false, 'Alice was not told. It ended 0.4 s after it fired.'],
    ['another who was on call', { policies: policy({ kind: 'schedule', id: primary }) }, false, 'Alice was not told. Alice was not on call in “Primary” when it fired (Bob was), which step 1 of “Night” asks for.'],
    ['a step that was not reached', { policies: policy({ kind: 'user', id: alice.id }) }, false, 'Alice was not told. Step 1 of the policy “Night” names Alice; it was not reached, or reached nobody.'],
    ['a route without a policy', { routing: routeOf({ name: 'Everything', channelIds: [chat.id] }) }, false, 'Alice was not told. The route “Everything” has no escalation policy, so no person is told by it; it sends to chat.'],
    ['a person who left', { userId: idOf(2, 9) }, false, 'This person was not told. This person is no member and cannot be told.'],
    ['everybody', { userId: null, deliveries: [delivery(toChat), delivery()] }, true, 'Told, first at 00:00:01 UTC on 28 March 2026: “chat”, Alice by “mail”.'],
    ['everybody, and nobody named', { userId: null, events: [event('route', 'nobody', 'The route names no channel.')] }, false, 'Nobody was told. The route names no channel.'],
    ['everybody, while the group waits', { userId: null, events: [event('grouping', 'grouped', 'It waits.')] }, false, 'Nobody was told yet: its group waits before its first message.'],
  ])('concludes for %s', (_name, changed, isPaged, conclusion) => {
    expect(pagingAccount(input(changed))).toMatchObject({ isPaged, conclusion });
  });

  it('tells the way in its order, without what concerns other people', () => {
    const of = (id: string, name: string) => ({ kind: 'user' as const, id, name });
    const events = [
      { ...event('evaluation', 'firing', 'It fires.'), at: startMs - 1 }, event('silence', 'suppressed', 'Silenced.'), event('route', 'matched', 'The route.'), event('grouping', 'grouped', 'Waits.'),
      event('escalation', 'told', 'Bob is told.', of(bob.id, 'Bob')), event('escalation', 'skipped', 'Alice cannot be reached.', of(alice.id, 'Alice')), event('comment', 'commented', 'hm'),
    ];
    const { steps } = pagingAccount(input({ events, deliveries: [delivery()] }));
    expect(steps.map(({ stage, decision, outcome }) => `${stage} ${decision} ${outcome}`)).toEqual([
      'evaluation passed firing', 'silence stopped suppressed', 'grouping waiting grouped', 'route passed matched', 'escalation stopped skipped', 'delivery passed delivered',
    ]);
  });
});
