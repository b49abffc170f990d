import type { PolicySettings, ScheduleSettings } from '../on-call/schemas';
import type { AlertMatcher } from '../schemas';
import type { MaintenanceInput } from '../suppression/schemas';
import { routeDefaults, type Route } from './schemas';
import { routeOf } from './test-world';

/** A tenant that a story is told about, whatever runs it. Names stand for what has an id. */
export interface DayWorld {
  /** Goes on to a time, doing what is due on the way. */
  until(atMs: number): Promise<void>;
  /** Alerts with these labels begin to fire now; the answer names them. */
  fire(labels: Record<string, string>[], options?: { isFlapping?: boolean }): Promise<string[]>;
  flap(ids: string[]): Promise<void>;
  end(ids: string[]): Promise<void>;
  acknowledge(ids: string[], untilMs: number | null): Promise<void>;
  silence(matchers: AlertMatcher[], startsAt: number, endsAt: number): Promise<void>;
  /** Everything that a process remembers is gone. */
  restart(): Promise<void>;
}

export interface DayIds {
  chat: string;
  ops: string;
  alice: string;
  bob: string;
  policy: string;
  schedule: string;
}

/** The clocks of Berlin go forward at 01:00 UTC on the second day. */
export const dayStartMs = Date.UTC(2026, 2, 28, 12);

export function dayRoute({ chat, ops, policy }: DayIds): Route {
  return routeOf({
    name: 'Everything', channelIds: [chat], escalationPolicyId: policy, groupBy: [...routeDefaults.groupBy],
    routes: [routeOf({ id: 'db', name: 'Databases', matchers: is('team', 'db'), channelIds: [ops], escalationPolicyId: 'none', groupBy: ['alertname', 'instance'] })],
  });
}

export function dayPolicy({ schedule, alice }: DayIds): PolicySettings {
  return { name: 'Night', repeats: 0, repeatAfterMs: 1_800_000, steps: [{ afterMs: 0, targets: [{ kind: 'schedule', id: schedule }] }, { afterMs: 900_000, targets: [{ kind: 'user', id: alice }] }] };
}

/** Bob's turn ends on the second day at 09:00 in Berlin, an hour earlier than the day before. */
export function daySchedule({ alice, bob }: DayIds): ScheduleSettings {
  return { name: 'Primary', timeZone: 'Europe/Berlin', overrides: [], layers: [{ id: 'days', name: 'Days', participants: [alice, bob], startsAt: '2026-03-27T09:00', endsAt: null, turn: { unit: 'days', length: 1 }, restrictions: [] }] };
}

export const dayMaintenance: MaintenanceInput = {
  name: 'Backups', reason: 'the nightly backup', isEnabled: true, matchers: is('job', 'backup'),
  schedule: { kind: 'recurring', timeZone: 'Europe/Berlin', startDate: '2026-03-01', endDate: null, time: '02:30', durationMinutes: 60, recurrence: { kind: 'daily', everyDays: 1 } },
};

function is(label: string, value: string): AlertMatcher[] {
  return [{ label, operator: '=', value }];
}

/** A time of the day, `13:00:10`; after midnight it is the second day. */
function at(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return Date.UTC(2026, 2, hours < 12 ? 29 : 28, hours, minutes, 0) + seconds * 1_000;
}

/** Lives through 24 hours. The answer names the alerts that nobody is to be told of, with a part of the reason. */
export async function liveThroughTheDay(world: DayWorld): Promise<{ untold: { id: string; reason: string }[] }> {
  const one = async (labels: Record<string, string>) => (await world.fire([labels]))[0] ?? '';
  const storm = await world.fire(Array.from({ length: 10_000 }, (_, n) => ({ alertname: 'Storm', pod: `p${n}`, severity: 'critical' })));
  await world.until(at('12:00:00.5'));
  await world.restart();
  await world.until(at('12:05:00'));
  await world.acknowledge(storm, null);
  await world.until(at('12:10:00'));
  await world.end(storm);

  await world.until(at('13:00:00'));
  const brief = await one({ alertname: 'Flap', instance: 'web-1', severity: 'warning' });
  await world.until(at('13:00:00.4'));
  await world.end([brief]);
  await world.until(at('13:00:10'));
  const first = await one({ alertname: 'Flap', instance: 'web-1', severity: 'warning' });
  await world.until(at('13:00:30'));
  await world.end([first]);
  await world.until(at('13:00:40'));
  const flapping = await one({ alertname: 'Flap', instance: 'web-1', severity: 'warning' });
  await world.restart();
  await world.until(at('13:00:50'));
  await world.flap([flapping]);
  await world.until(at('13:30:00'));
  await world.end([flapping]);

  await world.until(at('14:00:00'));
  await world.silence(is('instance', 'db-1'), at('14:00:00'), at('15:00:00'));
  await world.silence(is('instance', 'db-2'), at('14:05:00'), at('16:00:00'));
  await world.until(at('14:10:00'));
  const [late = '', silenced = ''] = await world.fire(['db-1', 'db-2'].map((instance) => ({ alertname: 'Lag', instance, team: 'db', severity: 'critical' })));
  await world.until(at('15:20:00'));
  await world.end([late]);
  await world.until(at('15:30:00'));
  await world.end([silenced]);

  await world.until(at('01:40:00'));
  const backup = await one({ alertname: 'BackupSlow', job: 'backup', severity: 'warning' });
  await world.until(at('02:40:00'));
  await world.acknowledge([backup], at('03:40:00'));
  await world.until(at('03:00:00'));
  await world.restart();
  await world.until(at('04:00:00'));
  await world.end([backup]);

  await world.until(at('07:30:00'));
  const dawn = await one({ alertname: 'Dawn', instance: 'web-2', severity: 'critical' });
  await world.until(at('07:31:00'));
  await world.acknowledge([dawn], null);
  await world.until(at('07:40:00'));
  await world.end([dawn]);
  await world.until(at('11:59:59'));
  return { untold: [{ id: brief, reason: 'before the next message of its group was due' }, { id: silenced, reason: 'It ended while it was suppressed' }] };
}

/** Every message of the day: when it was planned, to whom, of what kind, and of how many alerts; and nothing else. */
export const messagesOfTheDay = [
  '12:00:01 chat fire 10000', '12:00:01 Bob by mail fire 10000',
  '12:10:01 chat resolve 10000', '12:10:01 Bob by mail resolve 10000',
  '13:00:11 chat fire 1', '13:00:11 Bob by mail fire 1',
  '13:01:11 chat update 1', '13:01:11 Bob by mail update 1',
  '13:15:11 Alice by mail escalate 1',
  '13:30:01 chat resolve 1', '13:30:01 Bob by mail resolve 1', '13:30:01 Alice by mail resolve 1',
  '15:00:00 ops fire 1', '15:20:01 ops resolve 1',
  '02:30:00 chat fire 1', '02:30:00 Bob by mail fire 1',
  '03:40:00 chat repeat 1', '03:40:00 Bob by mail escalate 1', '03:55:00 Alice by mail escalate 1',
  '04:00:01 chat resolve 1', '04:00:01 Bob by mail resolve 1', '04:00:01 Alice by mail resolve 1',
  '07:30:01 chat fire 1', '07:30:01 Alice by mail fire 1',
  '07:40:01 chat resolve 1', '07:40:01 Alice by mail resolve 1',
];

export function lineOfDay(atMs: number, to: string, kind: string, alerts: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} ${to} ${kind} ${alerts}`;
}
