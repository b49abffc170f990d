import type { AlertMessage } from '../notify/schemas';

export const testNowMs = Date.parse('2026-03-01T03:16:00Z');

/** A disk that fills up at night. */
export function testMessage(changed: Partial<AlertMessage> = {}): AlertMessage {
  return {
    kind: 'fire',
    at: testNowMs,
    tenant: 'Alpha',
    title: 'Disk full on web-1',
    text: 'The disk / of web-1 is 97 % full.',
    severity: 'critical',
    state: 'firing',
    groupKey: 'root:{alertname="DiskFull"}',
    groupLabels: { alertname: 'DiskFull' },
    counts: { firing: 1, resolved: 0 },
    alerts: [testAlert()],
    url: 'https://nines.example.com/alerts?group=1',
    acknowledgeUrl: 'https://nines.example.com/l/ack',
    resolveUrl: 'https://nines.example.com/l/res',
    reason: 'The route Everything sends to this channel.',
    ...changed,
  };
}

export function testAlert(changed: Partial<AlertMessage['alerts'][number]> = {}): AlertMessage['alerts'][number] {
  return {
    id: '0190c8f0-0000-7000-8000-000000000001',
    fingerprint: '00000000000000aa',
    name: 'DiskFull',
    severity: 'critical',
    state: 'firing',
    labels: { alertname: 'DiskFull', severity: 'critical', instance: 'web-1', mountpoint: '/' },
    annotations: { summary: 'Disk / of web-1 is 97 % full' },
    value: 97.03125,
    startsAt: Date.parse('2026-03-01T03:12:00Z'),
    resolvedAt: null,
    runbookUrl: 'https://wiki.example.com/disk',
    url: 'https://nines.example.com/alerts/1',
    ...changed,
  };
}

/** Everything in it that somebody outside can choose tries to be something else in the medium. */
const evil = `<script>alert(1)</script> <!channel> @everyone <@U1> [x](javascript:alert(1)) **b** {{DATE(2017-01-01)}} ${'&'.repeat(3)} "quoted" 'single' \r\nBcc: a@evil.test \u202e 😀\u0000`;

export function hostileMessage(changed: Partial<AlertMessage> = {}): AlertMessage {
  const long = evil.repeat(200);
  const labels = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`label_${index}`, evil]));
  const alert = testAlert({ labels: { ...labels, instance: evil, service: evil, team: evil, alertname: evil }, annotations: { summary: long, description: long }, runbookUrl: 'javascript:alert(1)', value: Number.NaN });
  return testMessage({
    title: long, text: long, reason: long, groupKey: long, groupLabels: labels, alerts: Array.from({ length: 50 }, () => alert), counts: { firing: 9_000, resolved: 1_000 }, ...changed,
  });
}
