import { afterEach, describe, expect, it } from 'vitest';
import { hour, minute, routeOf, second, startMs } from '@/lib/alerts/notify/test-world';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import { expireHistory } from './expire-history';
import { createNotifyWorld, type NotifyWorld } from './test-notify-world';

let open: NotifyWorld | null = null;
afterEach(async () => {
  await open?.drop();
  open = null;
});

const day = 24 * hour;
const disk = (n: number) => ({ alertname: 'DiskFull', instance: `web-${n}`, severity: 'critical' });

async function chatWorld(): Promise<NotifyWorld> {
  const world = await createNotifyWorld(startMs);
  open = world;
  await world.route(routeOf({ channelIds: [await world.channel('chat')], groupBy: ['...'] }));
  return world;
}
const kinds = ({ arrived }: NotifyWorld) => arrived.map(({ message: { kind } }) => kind);
const states = (world: NotifyWorld) => world.rows<{ state: string; error: string | null }>('select state, last_error as error from deliveries order by position');
const clock = (world: NotifyWorld, atMs: number) => {
  world.nowMs = atMs;
};

describe('what is stored and cannot be read stops nobody', () => {
  it('tells of alerts with labels as long as they may be, from the fire to the end', async () => {
    const world = await chatWorld();
    const ids = await world.fire([{ ...disk(1), ['n'.repeat(256)]: 'v'.repeat(4_096) }]);
    await world.until(startMs + minute);
    await world.fire([disk(2)]);
    await world.end(ids);
    await world.until(startMs + 5 * minute);
    expect(kinds(world).sort()).toEqual(['fire', 'fire', 'resolve']);
  });

  it('leaves out a group, an alert, a silence, a window, a policy, a schedule and the routing', async () => {
    const world = await chatWorld();
    const [bad] = await world.fire([disk(1), disk(2)]);
    await world.until(startMs + minute);
    await world.rows(`update notification_groups set state = '{"labels": 1}'`);
    await world.rows(`update alerts set labels = '[1]', version = version + 1 where id = $1`, [bad]);
    const values = [world.tenant.id];
    await world.silence([{ label: 'a', operator: '=~', value: '(' }], startMs, startMs + day);
    await world.rows(`insert into silences (tenant_id, matchers, starts_at, ends_at, comment, created_by) values ($1, '{}', '2020-01-01', '2100-01-01', '', '{}')`, values);
    await world.rows(`insert into maintenance_windows (tenant_id, name, settings, created_by) values ($1, 'x', '{}', '{}')`, values);
    await world.rows(`insert into escalation_policies (tenant_id, name, settings) values ($1, 'x', '1')`, values);
    await world.rows(`insert into on_call_schedules (tenant_id, name, settings) values ($1, 'x', '{"timeZone": "No/Where"}')`, values);
    await world.fire([disk(3)]);
    await world.until(startMs + 3 * minute);
    // The second is told again, as its group began anew; the first cannot be read.
    expect(world.arrived.slice(2).map(({ message: { groupLabels } }) => groupLabels.instance).sort()).toEqual(['web-2', 'web-3']);
    await world.rows(`update notification_routing set settings = '{}', version = version + 1`);
    await expect(world.tick()).resolves.toBeUndefined();
  });

  it('gives up a message that cannot be read, and sends the next ones of its channel', async () => {
    const world = await chatWorld();
    world.receive = () => {
      throw new SendFailure('Refused.', null, true);
    };
    await world.fire([disk(1), disk(2)]);
    await world.until(startMs + 2 * second);
    world.receive = () => undefined;
    await world.rows(`update deliveries set message = '{}' where position = (select min(position) from deliveries)`);
    await world.until(startMs + 10 * minute);
    expect(await states(world)).toEqual([{ state: 'dead', error: 'The message cannot be read by this version.' }, { state: 'delivered', error: null }]);
  });
});

describe('a clock that is set back', () => {
  it('keeps neither groups nor messages nor channels silent', async () => {
    const world = await chatWorld();
    clock(world, startMs + day);
    const ids = await world.fire([disk(1)]);
    await world.until(startMs + day + minute);
    world.receive = () => {
      throw new SendFailure('Busy.', 429, true, 10 * minute);
    };
    await world.fire([disk(2)]);
    await world.until(startMs + day + 2 * minute);
    world.receive = () => undefined;
    clock(world, startMs);
    await world.rows(`update alerts set state = 'resolved', is_active = false, resolution = 'condition', resolved_at = $2, updated_at = $2, version = version + 1 where id = any($1::uuid[])`, [ids, new Date(startMs)]);
    await world.until(startMs + 40 * minute);
    expect(kinds(world).sort()).toEqual(['fire', 'fire', 'resolve']);
    expect((await states(world)).map(({ state }) => state)).toEqual(['delivered', 'delivered', 'delivered']);
  });
});

describe('messages whose alerts are over', () => {
  it('tell the end where a try of the fire may have arrived', async () => {
    const world = await chatWorld();
    const failures = [new SendFailure('Timed out.', null, true, null, true), new SendFailure('No such room.', 404, false)];
    world.receive = () => {
      const failure = failures.shift();
      if (failure) throw failure;
    };
    const ids = await world.fire([disk(1)]);
    await world.until(startMs + minute);
    await world.end(ids);
    await world.until(startMs + 20 * minute);
    expect((await states(world)).map(({ state }) => state)).toEqual(['dead', 'delivered']);
  });

  it('are not sent when they waited for more than six hours before their first try', async () => {
    const world = await chatWorld();
    const ids = await world.fire([disk(1)]);
    await world.until(startMs + minute);
    await world.rows(`update deliveries set state = 'queued', queued_at = $1, next_attempt_at = $2`, [new Date(startMs - 6 * hour), new Date(world.nowMs)]);
    world.arrived.length = 0;
    await world.end(ids);
    await world.until(startMs + 10 * minute);
    expect(kinds(world)).toEqual([]);
    expect((await states(world))[0]).toMatchObject({ state: 'dropped', error: expect.stringContaining('older than 6 h and over') as unknown });
  });
});

describe('history', () => {
  it('goes when it is old or too much, but of a group that goes on the last message to each stays', async () => {
    const world = await chatWorld();
    await world.fire([disk(1)]);
    await world.until(startMs + 5 * hour);
    const ended = await world.fire([disk(2), disk(3)]);
    await world.until(startMs + 5 * hour + minute);
    await world.end(ended);
    await world.until(startMs + 5 * hour + 3 * minute);
    await world.silence([{ label: 'a', operator: '=', value: 'b' }], startMs, startMs + hour);
    await world.rows(`insert into escalations (tenant_id, group_key, policy_id, state, created_at) values ($1, 'gone', gen_random_uuid(), '{}', $2)`, [world.tenant.id, new Date(startMs)]);
    expect(await expireHistory(world.database, world.tenant, startMs + day)).toMatchObject({ deliveries: 0, alerts: 0, silences: 0, escalations: 0 });
    expect(await expireHistory(world.database, world.tenant, startMs + 100 * day, 1)).toEqual({ deliveries: 5, alerts: 1, links: expect.any(Number) as unknown, silences: 1, escalations: 1, isMore: false });
    expect(await world.rows('select kind from deliveries')).toEqual([{ kind: 'repeat' }]);
  });
});
