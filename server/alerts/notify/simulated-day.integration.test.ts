import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { dayMaintenance, dayPolicy, dayRoute, daySchedule, dayStartMs, lineOfDay, liveThroughTheDay, messagesOfTheDay } from '@/lib/alerts/notify/test-day';
import { createNotifyWorld, type NotifyWorld } from './test-notify-world';

let world: NotifyWorld | null = null;
afterEach(async () => {
  await world?.drop();
  world = null;
});

describe('a simulated day on a real database, with two nodes and restarts', () => {
  it('sends each expected message exactly once, and every alert that told nobody has its reason', { timeout: 600_000 }, async () => {
    const day = await createNotifyWorld(dayStartMs);
    world = day;
    const ids = { chat: await day.channel('chat'), ops: await day.channel('ops'), alice: await day.person('Alice'), bob: await day.person('Bob'), policy: randomUUID(), schedule: randomUUID() };
    await day.channel('mail', 'email');
    await day.route(dayRoute(ids));
    await day.policy(ids.policy, dayPolicy(ids));
    await day.schedule(ids.schedule, daySchedule(ids));
    await day.rows('insert into maintenance_windows (tenant_id, name, settings, created_by) values ($1, $2, $3, $4)', [day.tenant.id, dayMaintenance.name, JSON.stringify(dayMaintenance), '{}']);
    const { untold } = await liveThroughTheDay(day);
    const lines = day.arrived.map(({ to, message: { at, kind, counts } }) => lineOfDay(at, to, kind, counts.firing + counts.resolved));
    expect([...lines].sort()).toEqual([...messagesOfTheDay].sort());
    expect(new Set(day.arrived.map(({ deliveryId }) => deliveryId)).size).toBe(messagesOfTheDay.length);
    for (const { id, reason } of untold) {
      const events = await day.rows<{ reason: string }>('select reason from alert_events where alert_id = $1 order by id', [id]);
      expect(events.at(-1)?.reason).toContain(reason);
    }
    const left = await day.rows<{ open: number; groups: number; running: number; silent: number }>(
      `select (select count(*)::int from alerts where not is_settled) as open, (select count(*)::int from notification_groups) as groups, (select count(*)::int from escalations where ended_at is null) as running,
         (select count(*)::int from alerts a where not exists (select from deliveries d where d.alert_ids @> array[a.id])
            and not exists (select from alert_events e where e.alert_id = a.id and e.stage = 'grouping' and e.outcome in ('nobody', 'merged'))) as silent`,
    );
    expect(left).toEqual([{ open: 0, groups: 0, running: 0, silent: 0 }]);
  });
});
