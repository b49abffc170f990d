import { AppError } from '@/lib/errors';
import { isRecord } from '@/lib/scrape/translation';
import { type CheckInput, collectChecks, type ImportedChecks, NotTaken } from './imported-checks';
import { kindOfMonitor } from './kuma-kinds';
import { KumaMonitor } from './kuma-monitor';

const maxRetries = 19;
/** How often Nines looks whether a heartbeat is late: its period is in its settings. */
const heartbeatIntervalMs = 10_000;

/**
 * Takes over the monitors of a backup of Uptime Kuma 1.x (Settings, Backup, Export: JSON with a monitorList). What a check of Nines would do differently is
 * not taken, and said. Throws AppError `invalid` for what is no such file.
 */
export function importUptimeKuma(text: string): ImportedChecks {
  const backup = parse(text);
  const monitors: unknown[] = isRecord(backup) && Array.isArray(backup.monitorList) ? backup.monitorList : [];
  if (monitors.length === 0) throw new AppError('invalid', 'There is no monitorList with monitors in this text. Export the backup of Uptime Kuma as JSON: Settings, Backup.');
  return collectChecks(monitors.map((monitor, index) => ({ name: nameOf(monitor, index), translate: () => translate(monitor) })), notesOf(backup, monitors));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('invalid', 'This is no JSON. The backup of Uptime Kuma is a JSON file.');
  }
}

function nameOf(monitor: unknown, index: number): string {
  return isRecord(monitor) && typeof monitor.name === 'string' && monitor.name.trim() !== '' ? monitor.name : `monitor ${index + 1}`;
}

function translate(entry: unknown): CheckInput {
  const parsed = KumaMonitor.safeParse(entry);
  if (!parsed.success) throw new NotTaken(`${parsed.error.issues[0]?.path.join('.') || 'It'} is not as Uptime Kuma writes it.`);
  const monitor = parsed.data;
  if (monitor.upsideDown) throw new NotTaken('It is upside down: it expects the target to fail, and checks of Nines do not.');
  const { kind, settings, secrets } = kindOfMonitor(monitor);
  return { kind, settings, secrets, isEnabled: monitor.active, labels: labelsOf(monitor), ...(kind === 'heartbeat' ? heartbeatPlan : planOf(monitor)) };
}

const heartbeatPlan = { intervalMs: heartbeatIntervalMs, timeoutMs: 1_000, failures: { count: 1, of: 1 } };

/** Retries come before it is down, so that one more result must fail than there are retries. */
function planOf({ interval, retryInterval, maxretries, timeout }: KumaMonitor): Pick<CheckInput, 'intervalMs' | 'timeoutMs' | 'failures' | 'retryIntervalMs'> {
  const intervalMs = Math.round(Math.max(1, interval ?? 60) * 1_000);
  const retries = maxretries ?? 0;
  if (retries > maxRetries) throw new NotTaken(`It has ${retries} retries; Nines takes at most ${maxRetries}.`);
  const timeoutMs = Math.round((timeout === null || timeout === 0 ? intervalMs * 0.8 : timeout * 1_000));
  return {
    intervalMs, timeoutMs: Math.max(100, Math.min(timeoutMs, intervalMs, 60_000)), failures: { count: retries + 1, of: retries + 1 },
    retryIntervalMs: retries > 0 && retryInterval !== null ? Math.max(1_000, Math.round(retryInterval * 1_000)) : null,
  };
}

/** Tags as labels: `env: prod`, and a tag without a value as `true`. */
function labelsOf({ tags }: KumaMonitor): Record<string, string> {
  const labels = tags.flatMap(({ name, value }) => {
    const label = name.toLowerCase().replaceAll(/[^a-z0-9_]+/g, '_').replace(/^(?=\d)/, '_').slice(0, 100);
    return /[a-z0-9]/.test(label) ? [[label, value.slice(0, 500) || 'true'] as const] : [];
  });
  return Object.fromEntries(labels.slice(0, 20));
}

function notesOf(backup: unknown, monitors: readonly unknown[]): ImportedChecks['skipped'] {
  const channels = isRecord(backup) && Array.isArray(backup.notificationList) ? backup.notificationList.length : 0;
  const hasPush = monitors.some((monitor) => isRecord(monitor) && monitor.type === 'push');
  return [
    ...(channels > 0 ? [{ name: 'Notifications', reason: `The ${channels} notifications are not taken. Set up channels in Alerts; every check is alerted on by the rule "Check down".` }] : []),
    ...(hasPush ? [{ name: 'Addresses of push monitors', reason: 'Each heartbeat gets a new address, which its page shows: what called Uptime Kuma must call that.' }] : []),
  ];
}
