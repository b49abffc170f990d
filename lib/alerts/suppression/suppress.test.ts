import { describe, expect, it } from 'vitest';
import { labelSetOf } from '@/lib/metrics/labels';
import { parseMatchers } from '../matchers';
import { severityOf } from '../severity';
import type { Dependency, Inhibition, MaintenanceInput } from './schemas';
import { compileSuppression, type SuppressibleAlert, type SuppressionConfig } from './suppress';

const now = Date.parse('2026-03-29T12:00Z');

function alert(id: string, labels: Record<string, string>, changed: Partial<SuppressibleAlert> = {}): SuppressibleAlert {
  const set = labelSetOf(Object.entries({ alertname: 'Alert', ...labels }));
  return { id, fingerprint: id, name: labels.alertname ?? 'Alert', labels: set, severity: severityOf(set), service: labels.service ?? '', state: 'firing', startsAtMs: now - 1_000, ...changed };
}
const inhibition = (source: string, target: string, ...equal: string[]): Inhibition => ({ name: `${source} > ${target}`, source: parseMatchers(source), target: parseMatchers(target), equal });
const depends = (service: string, kind: 'service' | 'host', name: string): Dependency => ({ service, dependsOn: { kind, name } });
const silence = (id: string, matchers: string, startsAt: number, endsAt: number) => ({ id, matchers: parseMatchers(matchers), startsAt, endsAt, comment: 'a test', createdBy: { name: 'Alice' } });
function window(id: string, matchers: string, schedule: MaintenanceInput['schedule'], isEnabled = true) {
  return { id, settings: { name: id, reason: 'new disks', isEnabled, matchers: parseMatchers(matchers), schedule } };
}

type Changed = Partial<Omit<SuppressionConfig, 'rules'>> & Partial<SuppressionConfig['rules']>;
const compile = ({ silences = [], maintenance = [], inhibitions = [], dependencies = [] }: Changed) => compileSuppression({ silences, maintenance, rules: { inhibitions, dependencies } });

/** What mutes each alert: `kind:cause`. */
function muted(alerts: SuppressibleAlert[], changed: Changed = {}): Record<string, string> {
  const found = compile(changed).at(alerts, now);
  return Object.fromEntries(alerts.flatMap(({ id }) => {
    const suppression = found.of(id);
    return suppression ? [[id, `${suppression.kind}:${suppression.id}`]] : [];
  }));
}

describe('inhibition', () => {
  const critical = alert('c', { severity: 'critical', instance: 'a' });
  const pairs = [inhibition('kind=down', 'kind=~"slow|full"', 'instance')];
  const down = alert('down', { kind: 'down', instance: 'a' });

  it.each<[string, SuppressibleAlert[], Inhibition[], Record<string, string>]>([
    ['of itself: critical mutes warning and info with otherwise equal labels', [critical, alert('w', { severity: 'warning', instance: 'a' }), alert('i', { severity: 'info', instance: 'a' })], [], { w: 'inhibition:c', i: 'inhibition:c' }],
    ['of itself: not with another label', [critical, alert('w', { severity: 'warning', instance: 'b' }), alert('x', { severity: 'warning', instance: 'a', x: 'y' })], [], {}],
    ['of itself: not another name', [critical, alert('w', { severity: 'warning', instance: 'a', alertname: 'B' })], [], {}],
    ['of itself: a warning mutes no info', [alert('w', { severity: 'warning' }), alert('i', { severity: 'info' })], [], {}],
    ['equal labels', [down, alert('slow', { kind: 'slow', instance: 'a' }), alert('other', { kind: 'slow', instance: 'b' })], pairs, { slow: 'inhibition:down' }],
    ['an acknowledged source mutes too', [{ ...down, state: 'acknowledged' }, alert('slow', { kind: 'slow', instance: 'a' })], pairs, { slow: 'inhibition:down' }],
    ['a label that both lack is equal', [alert('down', { kind: 'down' }), alert('slow', { kind: 'slow' }), alert('b', { kind: 'slow', instance: 'b' })], pairs, { slow: 'inhibition:down' }],
    ['no equal labels: any source', [down, alert('slow', { kind: 'slow', instance: 'b' })], [inhibition('kind=down', 'kind=slow')], { slow: 'inhibition:down' }],
    ['no alert mutes itself', [down], [inhibition('kind=down', 'instance=a', 'instance')], {}],
    ['two that are source and target do not mute each other', [down, alert('d2', { kind: 'down', instance: 'a', x: '1' })], [inhibition('kind=down', 'instance=a', 'instance')], {}],
    ['a source that is a target is muted by a source that is none', [alert('a', { kind: 'down', instance: 'a', role: 't' }), alert('b', { kind: 'down', instance: 'a' })], [inhibition('kind=down', 'role=t', 'instance')], { a: 'inhibition:b' }],
    ['the worst source is the cause', [down, alert('worse', { kind: 'down', instance: 'a', severity: 'critical', x: '1' }), alert('slow', { kind: 'slow', instance: 'a' })], pairs, { slow: 'inhibition:worse' }],
    ['of sources alike the oldest is the cause', [down, alert('older', { kind: 'down', instance: 'a', x: '1' }, { startsAtMs: now - 9_000 }), alert('slow', { kind: 'slow', instance: 'a' })], pairs, { slow: 'inhibition:older' }],
    ['of a circle the oldest is told', [alert('a', { n: 'a' }, { startsAtMs: now - 5 }), alert('b', { n: 'b' }, { startsAtMs: now - 7 })], [inhibition('n=a', 'n=b'), inhibition('n=b', 'n=a')], { a: 'inhibition:b' }],
    ['of a longer circle the worst is told, and all that hangs on it is muted', [alert('a', { n: 'a' }), alert('b', { n: 'b', severity: 'critical' }), alert('c', { n: 'c' }), alert('d', { n: 'd' })], [inhibition('n=a', 'n=b'), inhibition('n=b', 'n=c'), inhibition('n=c', 'n=a'), inhibition('n=a', 'n=d')], { a: 'inhibition:c', c: 'inhibition:b', d: 'inhibition:a' }],
  ])('%s', (_, alerts, inhibitions, expected) => {
    expect(muted(alerts, { inhibitions })).toEqual(expected);
    expect(muted(alerts.toReversed(), { inhibitions })).toEqual(expected);
  });
});

describe('dependency', () => {
  const hostDown = alert('host', { alertname: 'HostDown', instance: 'web-1:9100', severity: 'critical' });
  const shop = alert('shop', { service: 'shop', severity: 'critical' });

  it.each<[string, SuppressibleAlert[], Dependency[], Record<string, string>]>([
    ['a dead host mutes what runs on it', [hostDown, shop], [depends('shop', 'host', 'web-1')], { shop: 'dependency:host' }],
    ['a host by its instance', [hostDown, shop], [depends('shop', 'host', 'web-1:9100')], { shop: 'dependency:host' }],
    ['another host', [hostDown, shop], [depends('shop', 'host', 'web-2')], {}],
    ['a warning mutes nothing', [{ ...hostDown, severity: 'warning' }, shop], [depends('shop', 'host', 'web-1')], {}],
    ['a service mutes those that depend on it', [alert('db', { service: 'db', severity: 'critical' }), shop], [depends('shop', 'service', 'db')], { shop: 'dependency:db' }],
    ['by way of a service that is quiet', [hostDown, shop], [depends('shop', 'service', 'api'), depends('api', 'service', 'db'), depends('db', 'host', 'web-1')], { shop: 'dependency:host' }],
    ['an alert on the host itself is told', [hostDown, alert('own', { service: 'shop', instance: 'web-1:80', severity: 'critical' })], [depends('shop', 'host', 'web-1')], {}],
    ['a warning on the host of a service that depends on it is muted', [hostDown, alert('own', { service: 'shop', instance: 'web-1:80', severity: 'warning' })], [depends('shop', 'host', 'web-1')], { own: 'dependency:host' }],
    ['of a circle one is told', [alert('a', { service: 'a', severity: 'critical' }), alert('b', { service: 'b', severity: 'critical' })], [depends('a', 'service', 'b'), depends('b', 'service', 'a')], { b: 'dependency:a' }],
    ['an alert without a service depends on nothing', [hostDown, alert('x', { severity: 'critical' })], [depends('shop', 'host', 'web-1')], {}],
  ])('%s', (_, alerts, dependencies, expected) => {
    expect(muted(alerts, { dependencies })).toEqual(expected);
  });

  it('leads to the first cause of all', () => {
    const found = compile({ dependencies: [depends('shop', 'service', 'api'), depends('api', 'host', 'web-1')] }).at([hostDown, shop, alert('api', { service: 'api', severity: 'critical' })], now);
    expect([found.of('shop')?.id, found.causeOf('shop'), found.causeOf('api'), found.causeOf('host')]).toEqual(['api', 'host', 'host', null]);
    expect(found.of('api')?.reason).toBe('The service "api" depends on the host "web-1", where "HostDown" is critical.');
  });
});

describe('silences and maintenance', () => {
  const one = alert('one', { instance: 'a' }, { startsAtMs: now - 60_000 });
  const once = (startsAt: number, endsAt: number) => ({ kind: 'once', startsAt, endsAt }) as const;

  it.each<[string, Changed, object | null]>([
    ['a silence that is on', { silences: [silence('s', 'instance=a', now - 10, now + 10)] }, { kind: 'silence', id: 's', reason: 'Alice silenced it: a test', sinceMs: now - 10, untilMs: now + 10 }],
    ['a silence from before the alert', { silences: [silence('s', 'instance=~"a|b"', now - 90_000, now + 10)] }, { kind: 'silence', id: 's', reason: 'Alice silenced it: a test', sinceMs: now - 60_000, untilMs: now + 10 }],
    ['a silence that begins now', { silences: [silence('s', 'instance=a', now, now + 10)] }, expect.objectContaining({ id: 's' })],
    ['a silence that ends now', { silences: [silence('s', 'instance=a', now - 10, now)] }, null],
    ['a silence that comes', { silences: [silence('s', 'instance=a', now + 1, now + 10)] }, null],
    ['a silence of others', { silences: [silence('s', 'instance=b', now - 10, now + 10)] }, null],
    ['of two silences the one that ends last', { silences: [silence('s', 'instance=a', now - 10, now + 10), silence('t', 'instance!=b', now - 10, now + 20)] }, expect.objectContaining({ id: 't' })],
    ['maintenance', { maintenance: [window('m', 'instance=a', once(now, now + 10))] }, { kind: 'maintenance', id: 'm', reason: 'Maintenance "m": new disks', sinceMs: now, untilMs: now + 10 }],
    ['maintenance that is switched off', { maintenance: [window('m', 'instance=a', once(now, now + 10), false)] }, null],
    ['a silence comes before maintenance', { maintenance: [window('m', 'instance=a', once(now, now + 99))], silences: [silence('s', 'instance=a', now - 10, now + 10)] }, expect.objectContaining({ id: 's' })],
  ])('%s', (_, changed, expected) => {
    expect(compile(changed).at([one], now).of('one')).toEqual(expected);
  });

  it('come after inhibition, and a source that is silenced mutes still', () => {
    const alerts = [alert('c', { severity: 'critical' }), alert('w', { severity: 'warning' })];
    expect(muted(alerts, { silences: [silence('s', 'alertname=Alert', now - 10, now + 10)] })).toEqual({ c: 'silence:s', w: 'inhibition:c' });
  });

  it('say when they change next, and follow it', () => {
    const compiled = compile({
      silences: [silence('s', 'instance=a', now + 50, now + 90)],
      maintenance: [window('m', 'instance=a', { kind: 'recurring', timeZone: 'Europe/Berlin', startDate: '2026-01-01', endDate: null, time: '14:00', durationMinutes: 1, recurrence: { kind: 'daily', everyDays: 1 } })],
    });
    const seen: [number, string | undefined, number | null][] = [];
    for (let at: number | null = now; at !== null && seen.length < 6; ) {
      const found = compiled.at([one], at);
      seen.push([at - now, found.of('one')?.kind, found.nextChangeMs && found.nextChangeMs - now]);
      at = found.nextChangeMs;
    }
    expect(seen).toEqual([[0, 'maintenance', 50], [50, 'silence', 90], [90, 'maintenance', 60_000], [60_000, undefined, 86_400_000], [86_400_000, 'maintenance', 86_460_000], [86_460_000, undefined, 172_800_000]]);
    expect(compiled.at([one], now).of('one')?.kind).toBe('maintenance');
  });

  it('without any, nothing is suppressed and nothing changes', () => {
    const found = compile({}).at([one], now);
    expect([found.of('one'), found.of('unknown'), found.causeOf('one'), found.nextChangeMs]).toEqual([null, null, null, null]);
  });
});
