import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { hour, minute, routeOf, second, startMs } from '@/lib/alerts/notify/test-world';
import { SendFailure } from '@/server/alerts/channels/send-failure';
import { createLog } from '@/server/log';
import { createDeliverer } from './deliverer';
import { createNotifier } from './notifier';
import { createNotifyWorld, type Arrived, type NotifyWorld } from './test-notify-world';

let open: NotifyWorld | null = null;
afterEach(async () => {
  await open?.drop();
  open = null;
});

const refused = () => new SendFailure('Connection refused.', null, true);
const disk = (n: number) => ({ alertname: 'DiskFull', instance: `web-${n}`, severity: 'critical' });
const short = (arrived: readonly Arrived[]) => arrived.map(({ to, message: { kind } }) => `${to} ${kind}`);

/** A tenant whose alerts go to the channels of these names, each alert alone. */
async function tenantWith(names: readonly string[]): Promise<{ world: NotifyWorld; ids: string[] }> {
  const world = await createNotifyWorld(startMs);
  open = world;
  const ids: string[] = [];
  for (const name of names) ids.push(await world.channel(name));
  await world.route(routeOf({ channelIds: ids, groupBy: ['...'] }));
  return { world, ids };
}

const deliveries = (world: NotifyWorld) =>
  world.rows<{ kind: string; state: string; attempts: number; error: string | null; tries: string[] }>(
    `select kind, state, attempts, last_error as error, array(select outcome from delivery_attempts a where a.delivery_id = d.id order by a.id) as tries from deliveries d order by position`,
  );

describe('deliveries', () => {
  it('to a channel that is down for an hour arrive once each and in their order when it is well, and delay no other channel', { timeout: 120_000 }, async () => {
    const { world } = await tenantWith(['chat', 'mail']);
    const from = startMs + 10 * minute;
    world.receive = ({ channel }) => {
      if (channel === 'chat' && world.nowMs >= from && world.nowMs < from + hour) throw refused();
    };
    await world.until(from);
    const ids = await world.fire([disk(1), disk(2)]);
    await world.until(from + 2 * second);
    expect(short(world.arrived)).toEqual(['mail fire', 'mail fire']);
    await world.until(from + 10 * minute);
    await world.end(ids.slice(0, 1));
    await world.until(from + hour - 1);
    expect(short(world.arrived)).toEqual(['mail fire', 'mail fire', 'mail resolve']);
    const [circuit] = await world.rows<{ circuit: object }>(`select circuit from notification_channels where name = 'chat'`);
    expect(circuit).toMatchObject({ circuit: { reason: 'Connection refused.' } });
    expect((await deliveries(world)).find(({ state }) => state === 'retrying')?.error).toMatch(/failed several times in a row and is tried again at \d\d:\d\d(:\d\d)? UTC on \d+ March 2026\. Connection refused\.$/);
    await world.until(from + hour + 6 * minute);
    const chat = world.arrived.filter(({ channel }) => channel === 'chat');
    expect(short(chat)).toEqual(['chat fire', 'chat fire', 'chat resolve']);
    expect(new Set(world.arrived.map(({ deliveryId }) => deliveryId)).size).toBe(6);
    expect(await world.rows(`select circuit from notification_channels where name = 'chat'`)).toEqual([{ circuit: null }]);
  });

  it('are sent again with the same id when a process died between sending and its result, which is logged as unknown', async () => {
    const { world } = await tenantWith(['chat']);
    await world.fire([disk(1)]);
    let isDead = true;
    const got: string[] = [];
    const dying = createDeliverer({
      database: { ...world.database, withTenant: (tenant, run) => (isDead && got.length > 0 ? Promise.reject(new Error('The process is gone.')) : world.database.withTenant(tenant, run)) },
      nodeId: 'dying', url: 'https://nines.example', log: createLog('silent'),
      send: async (_channel, { id }) => {
        got.push(id);
        return { status: 200 };
      },
    });
    world.receive = () => {
      throw new Error('Nobody else may send it.');
    };
    await createNotifier({ database: world.database, log: createLog('silent'), url: '' }).tick(world.tenant, startMs);
    await createNotifier({ database: world.database, log: createLog('silent'), url: '' }).tick(world.tenant, startMs + second);
    await dying.tick(startMs + second);
    await dying.idle();
    isDead = false;
    expect(await deliveries(world)).toMatchObject([{ state: 'sending', attempts: 1, tries: [] }]);
    await world.until(startMs + 30 * second);
    expect(world.arrived).toEqual([]);
    world.receive = () => undefined;
    await world.until(startMs + 2 * minute);
    expect(world.arrived.map(({ deliveryId }) => deliveryId)).toEqual(got);
    expect(await deliveries(world)).toMatchObject([{ state: 'delivered', attempts: 2, tries: ['unknown', 'delivered'] }]);
  });

  it('carry links that work once, whose tokens are stored nowhere', async () => {
    const { world } = await tenantWith(['chat']);
    const ids = await world.fire([disk(1)]);
    await world.until(startMs + minute);
    await world.end(ids);
    await world.until(startMs + 3 * minute);
    const [fire, resolve] = world.arrived.map(({ message }) => message);
    const tokens = [fire?.acknowledgeUrl, fire?.resolveUrl].map((url) => /^https:\/\/nines\.example\/alert-link\/([\w-]{43})$/.exec(url ?? '')?.[1] ?? '');
    expect([resolve?.acknowledgeUrl, resolve?.resolveUrl]).toEqual([null, null]);
    const links = await world.rows<{ hash: string }>('select token_hash as hash, action, alert_ids as ids, recipient, expires_at as until from alert_links order by action');
    const until = new Date(startMs + second + 7 * 24 * hour);
    expect(links).toEqual(['acknowledge', 'resolve'].map((action, index) => ({ hash: createHash('sha256').update(tokens[index] ?? '').digest('hex'), action, ids, recipient: { kind: 'channel', name: 'chat' }, until })));
    const stored = JSON.stringify(await world.rows('select message from deliveries'));
    for (const token of tokens) expect(stored).not.toContain(token);
  });

  it.each<[string, SendFailure, object[]]>([
    ['a failure for good is dead at once, and its end is told to nobody', new SendFailure('No such room.', 404, false), [{ state: 'dead', attempts: 1, tries: ['failed'], error: 'No such room.' }, { kind: 'resolve', state: 'dropped', error: 'Not sent: none of the messages that it fires arrived there.' }]],
    ['a failure that may have arrived is unknown and tried again', new SendFailure('Timed out.', null, true, null, true), [{ state: 'delivered', attempts: 2, tries: ['unknown', 'delivered'], error: null }, { kind: 'resolve', state: 'delivered' }]],
    ['429 waits as long as it asks', new SendFailure('Too many requests.', 429, true, 5 * minute), [{ state: 'delivered', attempts: 2, tries: ['retry', 'delivered'] }, { kind: 'resolve', state: 'delivered' }]],
  ])('%s', async (_name, failure, expected) => {
    const { world } = await tenantWith(['chat']);
    let isFirst = true;
    world.receive = () => {
      if (!isFirst) return;
      isFirst = false;
      throw failure;
    };
    const ids = await world.fire([disk(1)]);
    await world.until(startMs + minute);
    await world.end(ids);
    await world.until(startMs + 20 * minute);
    expect(await deliveries(world)).toMatchObject(expected);
  });

  it('are dead after six hours of failing, with every try in the log', { timeout: 120_000 }, async () => {
    const { world } = await tenantWith(['chat']);
    world.receive = () => {
      throw refused();
    };
    await world.fire([disk(1)]);
    await world.until(startMs + 7 * hour);
    const [dead] = await deliveries(world);
    expect(dead).toMatchObject({ state: 'dead', error: 'Connection refused.' });
    expect(dead?.tries.length).toBeGreaterThan(60);
  });

  it('of a channel that does not answer hold up no other channel, and are tried again after the process stopped', async () => {
    const { world } = await tenantWith(['slow', 'mail']);
    await world.fire([disk(1), disk(2), disk(3)]);
    const log = createLog('silent');
    const notifier = createNotifier({ database: world.database, log, url: '' });
    await notifier.tick(world.tenant, startMs);
    await notifier.tick(world.tenant, startMs + second);
    let mails = 0;
    let held = 0;
    let allMailsLeft = (): void => undefined;
    const mailsLeft = new Promise<void>((resolve) => (allMailsLeft = resolve));
    const deliverer = createDeliverer({
      database: world.database, nodeId: 'one', url: '', log,
      send: ({ name }) => {
        if (name === 'slow') held += 1;
        else if ((mails += 1) === 3) allMailsLeft();
        return name === 'slow' ? new Promise(() => undefined) : Promise.resolve({ status: 200 });
      },
    });
    await deliverer.tick(startMs + second);
    await mailsLeft;
    expect([held, mails]).toEqual([2, 3]);
    await deliverer.stop();
    const states = await world.rows(`select channel_name as channel, state, count(*)::int as count from deliveries group by 1, 2 order by 1, 2`);
    expect(states).toEqual([{ channel: 'mail', state: 'delivered', count: 3 }, { channel: 'slow', state: 'queued', count: 1 }, { channel: 'slow', state: 'retrying', count: 2 }]);
  });

  it('keep to the rate of their channel, the oldest first', async () => {
    const { world } = await tenantWith(['chat']);
    await world.fire(Array.from({ length: 90 }, (_, n) => disk(n)));
    await world.until(startMs + 50 * second);
    const first = world.arrived.length;
    await world.until(startMs + 4 * minute);
    expect([first, world.arrived.length]).toEqual([60, 90]);
  });

  it('of a channel that is switched off or deleted say so', async () => {
    const { world, ids } = await tenantWith(['off', 'gone']);
    await world.fire([disk(1)]);
    world.receive = () => {
      throw refused();
    };
    await world.until(startMs + 2 * second);
    await world.rows('update notification_channels set is_enabled = false where id = $1', [ids[0]]);
    await world.rows('delete from notification_channels where id = $1', [ids[1]]);
    await world.until(startMs + minute);
    expect((await deliveries(world)).map(({ state, error }) => [state, error])).toEqual([
      ['dropped', 'The channel “off” was switched off before the message was sent.'],
      ['dead', 'The channel was deleted before the message was sent.'],
    ]);
  });
});
