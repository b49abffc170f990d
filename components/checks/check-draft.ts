import type { z } from 'zod';
import { fieldsOf, textOf, type ChannelField } from '@/components/alerts/notify/channel-fields';
import type { CheckDraft as CheckInputSchema, CheckKindView, CheckView } from '@/lib/checks/schemas';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';

type CheckInput = z.input<typeof CheckInputSchema>;
type Kind = Pick<CheckKindView, 'kind' | 'settings' | 'secrets'>;

/** A check as its form holds it: text, as it is typed. */
export interface CheckFormDraft {
  name: string;
  /** Until somebody types a name, it follows what is looked at. */
  isNameTyped: boolean;
  /** Empty: of no service. */
  serviceId: string;
  isEnabled: boolean;
  /** By the path of the field; a secret that is empty is not sent. */
  values: Readonly<Record<string, string>>;
  /** Paths of stored secrets that are to be taken away. */
  removed: readonly string[];
  interval: string;
  /** Empty: as long as it may be, at most 10 s. */
  timeout: string;
  failCount: string;
  failOf: string;
  retryInterval: string;
  successes: string;
  degradedAbove: string;
  labels: readonly { name: string; value: string }[];
}

const usualTimeoutMs = 10_000;

/** An empty form with the defaults of the kind. */
export function newCheck(kind: Kind, serviceId: string): CheckFormDraft {
  return {
    name: '', isNameTyped: false, serviceId, isEnabled: true, removed: [],
    values: Object.fromEntries(fieldsOf(kind).map(({ path, initial }) => [path, initial])),
    interval: '20s', timeout: '', failCount: '2', failOf: '2', retryInterval: '', successes: '1', degradedAbove: '', labels: [],
  };
}

/** A stored check in the form; its secrets are never shown again. */
export function draftOfCheck(kind: Kind, check: CheckView): CheckFormDraft {
  const values = fieldsOf(kind).map(({ path, part, name, kind: form }): [string, string] => [path, part === 'secrets' ? '' : textOf(form, check.settings[name])]);
  return {
    name: check.name, isNameTyped: true, serviceId: check.serviceId ?? '', isEnabled: check.isEnabled, removed: [], values: Object.fromEntries(values),
    interval: formatDurationMs(check.intervalMs), timeout: formatDurationMs(check.timeoutMs),
    failCount: String(check.failures.count), failOf: String(check.failures.of),
    retryInterval: check.retryIntervalMs === null ? '' : formatDurationMs(check.retryIntervalMs),
    successes: String(check.successes), degradedAbove: check.degradedAboveMs === null ? '' : formatDurationMs(check.degradedAboveMs),
    labels: Object.entries(check.labels).map(([name, value]) => ({ name, value })),
  };
}

/** A stored check as it is sent: without its secrets, which then stay as they are. */
export function inputOfCheck(check: CheckView): CheckInput {
  const { name, serviceId, kind, isEnabled, settings, intervalMs, timeoutMs, failures, retryIntervalMs, successes, degradedAboveMs, labels, probes } = check;
  return { name, serviceId, kind, isEnabled, settings, intervalMs, timeoutMs, failures, retryIntervalMs, successes, degradedAboveMs, labels, probes };
}

/** The name of the draft, or one from what it looks at: `shop.example.com/health`, `db.example.com`. */
export function nameOfDraft(kind: Kind, { name, isNameTyped, values }: Pick<CheckFormDraft, 'name' | 'isNameTyped' | 'values'>): string {
  if (isNameTyped) return name;
  const first = fieldsOf(kind).find(({ part, kind: form, isRequired }) => part === 'settings' && isRequired && (form === 'text' || form === 'long'));
  const text = first ? (values[first.path] ?? '').trim() : '';
  const bare = text.replace(/^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?/i, '').replace(/[?#].*$/, '').replace(/\/+$/, '');
  return bare.split('\n')[0]?.slice(0, 200) ?? '';
}

/** Whether a field means something with what is chosen in others. */
export function isFieldShown({ path }: Pick<ChannelField, 'path'>, values: Readonly<Record<string, string>>): boolean {
  const auth = values['settings.auth'];
  const schedule = values['settings.schedule'];
  switch (path) {
    case 'settings.username':
    case 'secrets.password':
      return auth === undefined || auth === 'basic';
    case 'secrets.token':
      return auth === undefined || auth === 'bearer';
    case 'settings.cron':
    case 'settings.timeZone':
      return schedule === undefined || schedule === 'cron';
    case 'settings.periodSeconds':
      return schedule === undefined || schedule === 'period';
    case 'settings.value':
      return !['any', 'not zero'].includes(values['settings.operator'] ?? '');
    case 'settings.body':
      return !['GET', 'HEAD'].includes(values['settings.method'] ?? '');
    default:
      return true;
  }
}

type Read = { input: CheckInput; issues: [] } | { input: null; issues: FieldIssue[] };

/** What is sent of a draft, or what is to be corrected first; what it means the server checks. */
export function readCheckDraft(kind: Kind, draft: CheckFormDraft, secretsSet: readonly string[]): Read {
  const issues: FieldIssue[] = [];
  const fault: Fault = (path, message) => void issues.push({ path, message });
  const name = nameOfDraft(kind, draft).trim();
  if (name === '') fault('name', 'Give the check a name.');
  const { settings, secrets } = readFields(kind, draft, secretsSet, fault);
  const intervalMs = durationOf(draft.interval, 'intervalMs', fault) ?? 0;
  const input: CheckInput = {
    name, kind: kind.kind, serviceId: draft.serviceId === '' ? null : draft.serviceId, isEnabled: draft.isEnabled, settings, secrets, intervalMs,
    timeoutMs: draft.timeout.trim() === '' ? Math.max(100, Math.min(usualTimeoutMs, intervalMs)) : (durationOf(draft.timeout, 'timeoutMs', fault) ?? 0),
    failures: { count: wholeOf(draft.failCount, 'failures.count', fault), of: wholeOf(draft.failOf, 'failures.of', fault) },
    retryIntervalMs: draft.retryInterval.trim() === '' ? null : durationOf(draft.retryInterval, 'retryIntervalMs', fault),
    successes: wholeOf(draft.successes, 'successes', fault),
    degradedAboveMs: draft.degradedAbove.trim() === '' ? null : durationOf(draft.degradedAbove, 'degradedAboveMs', fault),
    labels: Object.fromEntries(draft.labels.filter(({ name: label, value }) => label.trim() !== '' || value.trim() !== '').map(({ name: label, value }) => [label.trim(), value.trim()])),
  };
  return issues.length > 0 ? { input: null, issues } : { input, issues: [] };
}

type Fault = (path: string, message: string) => void;

function readFields(kind: Kind, draft: CheckFormDraft, secretsSet: readonly string[], fault: Fault) {
  const settings: Record<string, unknown> = {};
  const secrets: Record<string, string | null> = {};
  for (const field of fieldsOf(kind)) {
    const text = (draft.values[field.path] ?? '').trim();
    const isShown = isFieldShown(field, draft.values);
    if (field.part === 'settings') {
      // A field that means nothing just now goes as it began.
      const value = settingOf(field, isShown ? text : field.initial, fault);
      if (value !== undefined) settings[field.name] = value;
    } else if (text !== '' && isShown) {
      secrets[field.name] = text;
    } else if (draft.removed.includes(field.path)) {
      secrets[field.name] = null;
      if (field.isRequired) fault(field.path, 'It cannot do without.');
    } else if (field.isRequired && !secretsSet.includes(field.name)) {
      fault(field.path, 'Fill this in.');
    }
  }
  return { settings, secrets };
}

/** Undefined where the default of the kind applies. */
function settingOf({ path, kind, isRequired, isNullable }: ChannelField, text: string, fault: Fault): unknown {
  if (text === '' && isRequired) return fault(path, 'Fill this in.');
  // Texts that are looked for have commas of their own.
  if (kind === 'lines') return linesOf(text);
  if (kind === 'pairs') return linesOf(text).map((line) => pairOf(line, (message) => fault(path, message)));
  if (kind === 'check') return text === 'true';
  if (text === '') return isNullable ? null : undefined;
  if (kind !== 'number') return text;
  const number = Number(text);
  return Number.isFinite(number) ? number : fault(path, 'Write a number.');
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter(Boolean);
}

function pairOf(line: string, fault: (message: string) => void): { name: string; value: string } {
  const at = line.indexOf(':');
  if (at < 1) fault(`Write ${JSON.stringify(line)} as Name: value.`);
  return { name: line.slice(0, at).trim(), value: line.slice(at + 1).trim() };
}

function durationOf(text: string, path: string, fault: Fault): number | null {
  const ms = parseDurationMs(text.trim().replace(/\s+/g, ''));
  if (ms === null || ms === 0) fault(path, 'Write a duration such as 500ms, 20s, 5m or 1h.');
  return ms;
}

function wholeOf(text: string, path: string, fault: Fault): number {
  const number = Number(text.trim() === '' ? Number.NaN : text);
  if (!Number.isInteger(number) || number < 1) fault(path, 'Write a whole number from 1.');
  return number;
}
