import { describe, expect, it } from 'vitest';
import { alice, bob, chat, hour, idOf, mail, minute, nightPolicy, primary, push, routeOf, second, short, startMs, World } from './test-world';
import type { PolicySettings } from '../on-call/schemas';

const web = (n: number, severity = 'critical') => ({ instance: `web-${n}`, severity });

function withPolicy(world: World, steps: PolicySettings['steps'], changed: Partial<PolicySettings> = {}): World {
  world.policies.set(nightPolicy, { name: 'Night', steps, repeats: 0, repeatAfterMs: 30 * minute, ...changed });
  world.route = { ...world.route, escalationPolicyId: nightPolicy };
  world.channels.set(mail.id, mail);
  return world;
}
const toUser = (id: string) => ({ kind: 'user' as const, id });

describe('the life of a group', () => {
  it('waits for the group, tells once, tells the end to whoever got the fire, and is done', () => {
    const world = new World();
    const id = world.fire(web(1), { annotations: { summary: 'Disk full on web-1: / is 97.2 % used' } });
    expect(world.tick()).toEqual([]);
    expect(world.plan?.nextDueMs).toBe(startMs + second);
    expect(world.run(second)).toMatchObject([{ kind: 'fire', to: 'chat', title: 'Disk full on web-1: / is 97.2 % used', reason: 'The route “Everything” sends to it.', alerts: [id] }]);
    expect(world.run(12 * minute - second)).toEqual([]);
    world.end(id);
    expect(world.run(hour)).toMatchObject([{ kind: 'resolve', to: 'chat', title: 'Disk full on web-1: / is 97.2 % used (after 12 min)', alerts: [id] }]);
    expect([...world.settled]).toEqual([id]);
    expect(world.groups.size).toBe(0);
    expect(world.plan?.nextDueMs).toBe(null);
  });

  it('tells what joins and leaves at most once an interval', () => {
    const world = new World();
    const first = world.fire(web(1));
    world.run(second);
    const second_ = world.fire(web(2));
    world.run(10 * second);
    world.fire(web(3));
    world.end(first);
    expect(world.sent).toHaveLength(1);
    expect(world.runTo(startMs + 61 * second)).toMatchObject([{ atMs: startMs + 61 * second, kind: 'fire', title: 'DiskFull: 2 firing, 1 resolved' }]);
    world.end(second_);
    expect(world.run(minute)).toMatchObject([{ kind: 'update', atMs: startMs + 121 * second }]);
    expect(world.run(hour)).toEqual([]);
  });

  it('tells a critical alert at once where only warnings were told', () => {
    const world = new World();
    world.fire(web(1, 'warning'));
    world.run(second);
    world.fire(web(2));
    expect(short(world.tick())).toEqual(['chat update']);
    world.fire(web(3));
    expect(world.tick()).toEqual([]);
  });

  it('repeats while something fires, not while it is acknowledged or silenced', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(9 * hour);
    expect(world.sent.map(({ kind, atMs }) => [kind, (atMs - startMs - second) / hour])).toEqual([['fire', 0], ['repeat', 4], ['repeat', 8]]);
    world.acknowledge(id);
    expect(world.run(24 * hour)).toEqual([]);
  });

  it('never repeats with a repeat interval of 0', () => {
    const world = new World();
    world.route = routeOf({ channelIds: [chat.id], repeatIntervalMs: 0 });
    world.fire(web(1));
    world.run(100 * hour);
    expect(short(world.sent)).toEqual(['chat fire']);
  });

  it('tells nobody of an alert that ends while its group waits, and says so', () => {
    const world = new World();
    world.route = routeOf({ channelIds: [chat.id], groupWaitMs: 30 * second });
    const id = world.fire(web(1));
    world.run(12 * second);
    world.end(id);
    world.run(hour);
    expect(world.sent).toEqual([]);
    expect(world.settled).toContain(id);
    expect(world.reasonsOf(id, 'grouping')[1]).toBe('nobody: It ended 12 s after it fired, before the next message of its group was due (after 30 s for a new group, else 60 s after the last one), so nobody was told.');
  });

  it('tells an alert that flaps once, and neither what follows while it flaps nor when it calms', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(second);
    world.change(id, { isFlapping: true });
    expect(world.run(hour).map(({ title }) => title)).toEqual(['DiskFull on web-1 (flapping)']);
    world.change(id, { isFlapping: false });
    expect(world.run(hour)).toEqual([]);
    world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve']);
  });

  it('takes an end that nobody was told and the next beginning for one', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(second);
    world.end(id);
    world.run(10 * second);
    const next = world.fire(web(1));
    expect(world.run(hour)).toEqual([]);
    expect(world.settled).toContain(id);
    expect(world.reasonsOf(next, 'grouping').join()).toContain('goes on where it ended');
    world.end(next);
    expect(short(world.run(hour))).toEqual(['chat resolve']);
  });

  it('tells a new occurrence after somebody resolved the one before by hand', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(second);
    world.end(id, { resolution: 'person', isActive: true });
    world.change(id, { isActive: false });
    world.fire(web(1));
    expect(short(world.run(hour))).toEqual(['chat fire']);
  });

  it('waits on from where it was after a restart in the middle', () => {
    const world = new World();
    world.route = routeOf({ channelIds: [chat.id], groupWaitMs: 30 * second });
    world.fire(web(1));
    world.tick();
    world.nowMs += 29 * second;
    expect(world.tick()).toEqual([]);
    world.nowMs += 10 * minute;
    expect(short(world.tick())).toEqual(['chat fire']);
    expect(world.tick()).toEqual([]);
  });
});

describe('suppression', () => {
  const onWeb1 = [{ label: 'instance', operator: '=' as const, value: 'web-1' }];

  it.each([
    ['silenced before it fires', -minute, hour, [], ['chat fire']],
    ['silenced while it waits', 0, hour, [], ['chat fire']],
    ['silenced after it was told', 2 * second, hour, ['chat fire'], []],
  ])('%s: told when it ends and not while it lasts', (_name, from, to, before, after) => {
    const world = new World();
    world.silence(onWeb1, startMs + from, startMs + to);
    const id = world.fire(web(1));
    world.runTo(startMs + hour - 1);
    expect(short(world.sent)).toEqual(before);
    expect(world.alerts.get(id)?.suppression).toMatchObject({ kind: 'silence', untilMs: startMs + to });
    world.runTo(startMs + hour + minute);
    expect(short(world.sent)).toEqual([...before, ...after]);
    expect(world.reasonsOf(id, 'silence').map((reason) => reason.split(':')[0])).toEqual(['suppressed', 'unsuppressed']);
  });

  it('lets the end through to whoever got the fire', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(2 * second);
    world.silence(onWeb1, world.nowMs, world.nowMs + hour);
    world.run(minute);
    world.end(id);
    expect(short(world.run(minute))).toEqual(['chat resolve']);
  });

  it('that lasts until the end leaves nobody told, with the reason', () => {
    const world = new World();
    world.silence(onWeb1, startMs, startMs + hour);
    const id = world.fire(web(1));
    world.run(minute);
    world.end(id);
    expect(world.run(2 * hour)).toEqual([]);
    expect(world.reasonsOf(id, 'grouping').at(-1)).toBe('nobody: It ended while it was suppressed, so nobody was told. Alice silenced it: a deploy');
  });

  it('of a warning by its critical alert ends with that, and the warning is told then', () => {
    const world = new World();
    const critical = world.fire({ instance: 'web-1', severity: 'critical' });
    const warning = world.fire({ instance: 'web-1', severity: 'warning' });
    world.run(minute);
    expect(world.sent.map(({ alerts }) => alerts)).toEqual([[critical]]);
    expect(world.alerts.get(warning)).toMatchObject({ suppression: { kind: 'inhibition', id: critical }, causeId: critical });
    world.end(critical);
    expect(world.run(2 * minute)).toMatchObject([{ kind: 'fire', alerts: [warning, critical] }]);
  });
});

describe('routing that changes', () => {
  const other = { ...chat, id: idOf(1, 9), name: 'other' };

  it('tells the end to whoever got the fire and the fire to whoever is named now', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(second);
    world.channels.set(other.id, other);
    world.route = routeOf({ channelIds: [other.id] });
    expect(short(world.run(2 * minute))).toEqual(['other fire']);
    world.end(id);
    expect(short(world.run(2 * minute)).sort()).toEqual(['chat resolve', 'other resolve']);
  });

  it('tells nobody twice when only the group changes', () => {
    const world = new World();
    const id = world.fire(web(1));
    world.run(second);
    world.route = routeOf({ channelIds: [chat.id], groupBy: ['instance'] });
    expect(world.run(hour)).toEqual([]);
    world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve']);
    expect([world.groups.size, [...world.settled]]).toEqual([0, [id]]);
  });

  it('tells a channel once where two routes lead to it', () => {
    const world = new World();
    world.channels.set(other.id, other);
    const child = (id: string, channelIds: string[]) => routeOf({ id, name: id, matchers: [], channelIds, continue: true });
    world.route = routeOf({ routes: [child('a', [chat.id]), child('b', [chat.id, other.id])] });
    const id = world.fire(web(1));
    expect(short(world.run(minute))).toEqual(['chat fire', 'other fire']);
    expect(world.reasonsOf(id, 'grouping')).toContain('merged: “chat” was told of it by another group already and is not told again.');
    world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve', 'other resolve']);
  });

  it.each([
    ['deleted', null, 'skipped: The channel it was to go to is deleted, so nothing is sent there.', 'the channel “chat” is deleted'],
    ['switched off', { ...chat, isEnabled: false }, 'skipped: The channel “chat” is switched off, so nothing is sent there.', 'the channel “chat” is switched off'],
  ])('a channel that is %s is a reason, for the fire and for the end', (_name, channel, fire, end) => {
    const world = new World();
    const told = world.fire(web(1));
    world.run(second);
    if (channel) world.channels.set(chat.id, channel);
    else world.channels.clear();
    const untold = world.fire(web(2));
    world.run(minute);
    world.end(told);
    world.end(untold);
    world.run(hour);
    expect(short(world.sent)).toEqual(['chat fire']);
    expect(world.reasonsOf(untold, 'delivery')).toEqual([fire]);
    expect(world.reasonsOf(told, 'delivery').join()).toContain(end);
    expect(world.settled.size).toBe(2);
  });

  it('tells a channel that is switched on later what still fires', () => {
    const world = new World();
    world.channels.set(chat.id, { ...chat, isEnabled: false });
    world.fire(web(1));
    world.run(minute);
    world.channels.set(chat.id, chat);
    expect(short(world.run(2 * minute))).toEqual(['chat fire']);
  });

  it('that names nobody is the reason', () => {
    const world = new World();
    world.route = routeOf({});
    const id = world.fire(web(1));
    world.run(minute);
    expect(world.reasonsOf(id, 'route')).toEqual(['matched: The route “Everything” takes every alert.', 'nobody: The route “Everything” names no channel and no escalation policy, so nobody is told.']);
  });
});

describe('escalation', () => {
  it('goes through its steps until somebody acknowledges, and those who were told get the end', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }, { afterMs: 15 * minute, targets: [toUser(bob.id)] }, { afterMs: 15 * minute, targets: [{ kind: 'channel', id: chat.id }] }]);
    const id = world.fire(web(1));
    expect(short(world.run(second))).toEqual(['chat fire', 'Alice by mail fire']);
    expect(short(world.run(20 * minute))).toEqual(['Bob by mail escalate']);
    world.acknowledge(id);
    expect(world.run(5 * hour)).toEqual([]);
    expect(world.reasonsOf(id, 'escalation').at(-1)).toBe('acknowledged: Somebody acknowledged it, so nobody else is told.');
    world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve', 'Alice by mail resolve', 'Bob by mail resolve']);
  });

  it('begins again when an acknowledgement ends by itself', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }, { afterMs: 15 * minute, targets: [toUser(bob.id)] }]);
    const id = world.fire(web(1));
    world.run(minute);
    world.acknowledge(id, world.nowMs + hour);
    expect(world.run(hour - 1)).toEqual([]);
    expect(short(world.run(1))).toEqual(['chat repeat', 'Alice by mail escalate']);
    expect(short(world.run(20 * minute))).toEqual(['Bob by mail escalate']);
    expect(world.reasonsOf(id, 'life_cycle')).toEqual(['acknowledgement_expired: The acknowledgement by Alice ended by itself; the alert still fires.']);
  });

  it('tells those it reached of what joins, and begins anew after an acknowledgement', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }]);
    const first = world.fire(web(1));
    world.run(second);
    const next = world.fire(web(2));
    expect(short(world.run(2 * minute))).toEqual(['chat update', 'Alice by mail update']);
    world.acknowledge(first);
    world.acknowledge(next);
    world.run(minute);
    world.fire(web(3));
    expect(short(world.run(2 * minute))).toEqual(['chat update', 'Alice by mail escalate']);
  });

  it('reaches a person by every personal channel, and one who is a target twice once by each', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id), { kind: 'schedule', id: primary }, toUser(alice.id)] }]);
    world.channels.set(push.id, push);
    world.channels.set(idOf(1, 7), { ...mail, id: idOf(1, 7), name: 'off', isEnabled: false });
    world.schedules.set(primary, { name: 'Primary', timeZone: 'UTC', overrides: [], layers: [{ id: 'l', name: 'Weekly', participants: [alice.id], startsAt: '2026-01-05T09:00', endsAt: null, turn: { unit: 'weeks', length: 1 }, restrictions: [] }] });
    world.fire(web(1));
    expect(short(world.run(second))).toEqual(['chat fire', 'Alice by mail fire', 'Alice by push fire']);
  });

  it('waits while everything is suppressed', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }, { afterMs: 10 * minute, targets: [toUser(bob.id)] }]);
    world.fire(web(1));
    world.run(minute);
    world.silence([{ label: 'instance', operator: '=', value: 'web-1' }], world.nowMs, world.nowMs + hour);
    expect(world.run(hour - 1)).toEqual([]);
    expect(short(world.run(1))).toEqual(['Bob by mail escalate']);
  });

  const layer = { id: 'l', name: 'Weekly', startsAt: '2026-01-05T09:00', endsAt: null, turn: { unit: 'weeks' as const, length: 1 }, restrictions: [] };
  it.each([
    ['an empty schedule', (world: World) => void world.schedules.set(primary, { name: 'Primary', timeZone: 'UTC', overrides: [], layers: [{ ...layer, endsAt: '2026-01-06T09:00', participants: [alice.id] }] }), { kind: 'schedule' as const, id: primary }, 'on_call', 'nobody: Nobody is on call in “Primary”'],
    ['a deleted schedule', () => undefined, { kind: 'schedule' as const, id: primary }, 'on_call', 'skipped: The schedule that step 1'],
    ['a deleted person', (world: World) => void world.people.delete(alice.id), toUser(alice.id), 'escalation', 'skipped: Somebody who is a target of step 1 of the policy “Night” is no member any more'],
    ['nobody who can be reached', (world: World) => void world.channels.delete(mail.id), toUser(alice.id), 'escalation', 'skipped: Alice is a target of step 1 of the policy “Night”, but no channel reaches a person'],
    ['a deleted channel', () => undefined, { kind: 'channel' as const, id: idOf(1, 8) }, 'delivery', 'skipped: The channel it was to go to is deleted'],
  ])('says so for %s', (_name, prepare, target, stage, reason) => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [target] }]);
    prepare(world);
    const id = world.fire(web(1));
    expect(short(world.run(minute))).toEqual(['chat fire']);
    expect(world.reasonsOf(id, stage).join('\n')).toContain(reason);
  });

  it('ends when its policy is deleted, and says so', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }, { afterMs: minute, targets: [toUser(bob.id)] }]);
    const id = world.fire(web(1));
    world.run(second);
    world.policies.clear();
    expect(world.run(hour)).toEqual([]);
    expect(world.plan?.escalations).toEqual([]);
    expect(world.reasonsOf(id, 'escalation').at(-1)).toContain('policy_removed');
    world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve', 'Alice by mail resolve']);
  });
});

describe('a storm', () => {
  it('of 10,000 alerts is one message to each recipient, and one when it is over', () => {
    const world = withPolicy(new World(), [{ afterMs: 0, targets: [toUser(alice.id)] }]);
    const ids = Array.from({ length: 10_000 }, (_, n) => world.fire({ ...web(n), service: 'shop' }));
    const sent = world.run(second);
    expect(short(sent)).toEqual(['chat fire', 'Alice by mail fire']);
    expect(sent[0]).toMatchObject({ title: 'DiskFull on shop: 10000 firing' });
    expect(sent[0]?.message).toMatchObject({ counts: { firing: 10_000, resolved: 0 }, alerts: { length: 50 } });
    world.nowMs += hour;
    for (const id of ids) world.end(id);
    expect(short(world.run(hour))).toEqual(['chat resolve', 'Alice by mail resolve']);
    expect(world.settled.size).toBe(10_000);
  });
});
