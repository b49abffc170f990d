import { describe, expect, it } from 'vitest';
import { dayMaintenance, dayPolicy, dayRoute, daySchedule, dayStartMs, lineOfDay, liveThroughTheDay, messagesOfTheDay, type DayWorld } from './test-day';
import { alice, bob, chat, idOf, mail, nightPolicy, primary, World } from './test-world';

describe('a simulated day', () => {
  it('sends each expected message exactly once, and every alert that told nobody has its reason', async () => {
    const ops = { ...chat, id: idOf(1, 5), name: 'ops' };
    const ids = { chat: chat.id, ops: ops.id, alice: alice.id, bob: bob.id, policy: nightPolicy, schedule: primary };
    const world = new World();
    world.nowMs = dayStartMs;
    for (const channel of [mail, ops]) world.channels.set(channel.id, channel);
    world.route = dayRoute(ids);
    world.policies.set(nightPolicy, dayPolicy(ids));
    world.schedules.set(primary, daySchedule(ids));
    world.config = { ...world.config, maintenance: [{ id: idOf(6, 1), settings: dayMaintenance }] };
    const { untold } = await liveThroughTheDay(onWorld(world));
    expect(world.sent.map(({ atMs, to, kind, alerts }) => lineOfDay(atMs, to, kind, alerts.length))).toEqual(messagesOfTheDay);
    for (const { id, reason } of untold) expect(world.reasonsOf(id).at(-1)).toContain(reason);
    const told = new Set(world.sent.flatMap(({ alerts }) => alerts));
    for (const id of world.alerts.keys()) if (!told.has(id)) expect(world.events.filter(({ alert, stage }) => alert === id && stage === 'grouping').map(({ outcome }) => outcome)).toContainEqual(expect.stringMatching(/nobody|merged/));
    expect([world.settled.size, world.groups.size]).toEqual([world.alerts.size, 0]);
  });
});

/** The plan keeps nothing between two runs but what is stored, so that a restart changes nothing here. */
function onWorld(world: World): DayWorld {
  return {
    until: async (atMs) => void world.runTo(atMs),
    fire: async (all) => all.map((labels) => world.fire(labels)),
    flap: async (ids) => ids.forEach((id) => world.change(id, { isFlapping: true })),
    end: async (ids) => ids.forEach((id) => world.end(id)),
    acknowledge: async (ids, untilMs) => ids.forEach((id) => world.acknowledge(id, untilMs)),
    silence: async (matchers, startsAt, endsAt) => world.silence(matchers, startsAt, endsAt),
    restart: async () => undefined,
  };
}
