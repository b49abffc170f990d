import { describe, expect, it } from 'vitest';
import type { AlertView } from '../schemas';
import { messageOf } from './message';
import { AlertMessage } from './schemas';
import { hour, minute, startMs, World } from './test-world';

const alertOf = (labels: Record<string, string>, changed: Partial<AlertView> = {}): AlertView => {
  const world = new World();
  const alert = world.alerts.get(world.fire(labels, changed));
  if (!alert) throw new Error('There is no alert.');
  return alert;
};
const over: Partial<AlertView> = { state: 'resolved', resolvedAt: startMs + 12 * minute };
const tell = (open: AlertView[], resolved: AlertView[] = [], groupLabels: Record<string, string> = { alertname: 'DiskFull' }) =>
  messageOf({ kind: 'fire', nowMs: startMs + hour, tenantName: 'Alpha', url: 'https://nines.example', groupKey: 'root:1', groupLabels, open, resolved, reason: 'Why.' });
const web = (n: number, changed: Partial<AlertView> = {}, severity = 'critical') => alertOf({ instance: `web-${n}`, severity }, changed);
const summary = { annotations: { summary: 'Disk full on web-1:\n/ is 97.2 % used' } };

describe('a message', () => {
  it.each<[string, AlertView[], AlertView[], string, string]>([
    ['one alert, by its summary', [web(1, summary)], [], 'Disk full on web-1: / is 97.2 % used', 'firing'],
    ['one without a summary, by name and place', [web(1)], [], 'DiskFull on web-1', 'firing'],
    ['one without a place', [alertOf({ severity: 'warning' })], [], 'DiskFull', 'firing'],
    ['one that flaps', [web(1, { isFlapping: true })], [], 'DiskFull on web-1 (flapping)', 'firing'],
    ['one that is over, with how long it took', [], [web(1, { ...over, ...summary })], 'Disk full on web-1: / is 97.2 % used (after 12 min)', 'resolved'],
    ['several of one name', [web(1), web(2)], [web(3, over)], 'DiskFull: 2 firing, 1 resolved', 'firing'],
    ['several on one host', [web(1), web(1)], [], 'DiskFull on web-1: 2 firing', 'firing'],
    ['one that goes on while others are over', [web(1, summary)], [web(2, over)], 'Disk full on web-1: / is 97.2 % used (1 resolved)', 'firing'],
    ['several that are over', [], [web(1, over), web(2, over)], 'DiskFull: 2 resolved', 'resolved'],
    ['the worst counts', [web(1, {}, 'info'), web(2, {}, 'warning')], [], 'DiskFull: 2 firing', 'firing'],
    ['what somebody works on', [web(1, { state: 'acknowledged' })], [], 'DiskFull on web-1', 'acknowledged'],
    ['different alerts', [web(1), alertOf({ alertname: 'Other', severity: 'info' })], [], 'Alerts with team=db: 2 firing', 'firing'],
  ])('says what is wrong in one line: %s', (_name, open, resolved, title, state) => {
    expect(tell(open, resolved, { alertname: 'DiskFull', team: 'db' })).toMatchObject({ title, state, counts: { firing: open.length, resolved: resolved.length } });
  });

  it('has the description, then a line each with when it began', () => {
    const { text } = tell([web(1, { annotations: { summary: 'Full.', description: 'Delete old logs.' } })], [web(2, over)]);
    expect(text).toBe('Delete old logs.\ncritical since 2026-03-28 00:00 UTC: Full.\nresolved after 12 min: DiskFull on web-2');
  });

  it('is bounded, whatever comes in, and keeps to its schema', () => {
    const long = 'x'.repeat(5_000);
    const labels = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`l${n}`, long]));
    const alert = { ...web(1, { annotations: { summary: long, description: long } }), labels };
    const message = tell(Array.from({ length: 200 }, () => alert));
    expect([message.alerts.length, message.counts.firing, message.title.length, message.text.length <= 3_000]).toEqual([50, 200, 'DiskFull: 200 firing'.length, true]);
    expect(JSON.stringify(message.alerts[0]).length).toBeLessThan(80_000);
    expect(AlertMessage.parse(message)).toEqual(message);
  });
});
