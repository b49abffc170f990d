import { writtenMatchers } from '@/components/alerts/rules/rule-draft';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { MaintenanceInput, type MaintenanceSchedule, type Recurrence } from '@/lib/alerts/suppression/schemas';
import type { FieldIssue } from '@/lib/errors';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';
import { fromLocalInput, toLocalInput } from './local-input';

/** What the form of a maintenance window holds, as it is typed. */
export interface WindowDraft {
  name: string;
  reason: string;
  isEnabled: boolean;
  matchers: AlertMatcher[];
  kind: 'once' | 'recurring';
  startsAt: string;
  endsAt: string;
  timeZone: string;
  startDate: string;
  endDate: string;
  time: string;
  duration: string;
  repeat: Recurrence['kind'];
  every: string;
  weekdays: number[];
  /** 1 to 31, or `last`. */
  day: string;
  /** 1 to 4, or `last`. */
  week: string;
  weekday: number;
}

const hourMs = 3_600_000;

export function emptyWindow(nowMs: number, timeZone: string): WindowDraft {
  const start = Math.ceil(nowMs / hourMs) * hourMs;
  return {
    name: '', reason: '', isEnabled: true, matchers: [{ label: '', operator: '=', value: '' }],
    kind: 'once', startsAt: toLocalInput(start), endsAt: toLocalInput(start + 2 * hourMs),
    timeZone, startDate: toLocalInput(nowMs).slice(0, 10), endDate: '', time: '02:00', duration: '2h',
    repeat: 'weekly', every: '1', weekdays: [7], day: '1', week: '1', weekday: 7,
  };
}

/** The form of a stored window. */
export function windowDraftOf({ name, reason, isEnabled = true, matchers, schedule }: MaintenanceInput, nowMs: number, timeZone: string): WindowDraft {
  const common = { ...emptyWindow(nowMs, timeZone), name, reason, isEnabled, matchers };
  if (schedule.kind === 'once') return { ...common, kind: 'once', startsAt: toLocalInput(schedule.startsAt), endsAt: toLocalInput(schedule.endsAt) };
  const { recurrence, startDate, endDate, time, durationMinutes } = schedule;
  return {
    ...common, ...recurrenceDraft(recurrence),
    kind: 'recurring', timeZone: schedule.timeZone, startDate, endDate: endDate ?? '', time, duration: formatDurationMs(durationMinutes * 60_000), repeat: recurrence.kind,
  };
}

function recurrenceDraft(recurrence: Recurrence): Partial<WindowDraft> {
  switch (recurrence.kind) {
    case 'daily':
      return { every: String(recurrence.everyDays) };
    case 'weekly':
      return { every: String(recurrence.everyWeeks), weekdays: recurrence.weekdays };
    case 'monthly':
      return { day: String(recurrence.day) };
    case 'monthly_weekday':
      return { week: String(recurrence.week), weekday: recurrence.weekday };
  }
}

export type ReadWindow = { input: MaintenanceInput; issues: [] } | { input: null; issues: FieldIssue[] };

/** The window that a form describes, or what is wrong with it: paths are those of the window. */
export function readWindow(draft: WindowDraft): ReadWindow {
  const { schedule, issues } = readSchedule(draft);
  const matchers = writtenMatchers(draft.matchers);
  if (schedule === null) return { input: null, issues };
  const parsed = MaintenanceInput.safeParse({ name: draft.name, reason: draft.reason, isEnabled: draft.isEnabled, matchers, schedule });
  if (parsed.success) return { input: parsed.data, issues: [] };
  return { input: null, issues: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) };
}

/** When the window opens, as soon as that much is right. */
export function readSchedule(draft: WindowDraft): { schedule: MaintenanceSchedule; issues: [] } | { schedule: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path: `schedule.${path}`, message });
  if (draft.kind === 'once') {
    const [startsAt, endsAt] = [fromLocalInput(draft.startsAt), fromLocalInput(draft.endsAt)];
    if (startsAt === null) fault('startsAt', 'Give a date and a time.');
    if (endsAt === null) fault('endsAt', 'Give a date and a time.');
    else if (startsAt !== null && endsAt <= startsAt) fault('endsAt', 'It must end after it begins.');
    return issues.length > 0 || startsAt === null || endsAt === null ? { schedule: null, issues } : { schedule: { kind: 'once', startsAt, endsAt }, issues: [] };
  }
  const durationMs = parseDurationMs(draft.duration.trim());
  if (durationMs === null || durationMs < 60_000 || durationMs % 60_000 !== 0) fault('durationMinutes', 'Write whole minutes, such as 2h or 90m.');
  if (draft.startDate === '') fault('startDate', 'Give a date.');
  const recurrence = recurrenceOf(draft, fault);
  if (issues.length > 0 || durationMs === null || recurrence === null) return { schedule: null, issues };
  const parsed = MaintenanceInput.shape.schedule.safeParse({
    kind: 'recurring', timeZone: draft.timeZone.trim(), startDate: draft.startDate, endDate: draft.endDate || null, time: draft.time, durationMinutes: durationMs / 60_000, recurrence,
  });
  if (parsed.success) return { schedule: parsed.data, issues: [] };
  return { schedule: null, issues: parsed.error.issues.map(({ path, message }) => ({ path: ['schedule', ...path].join('.'), message })) };
}

function recurrenceOf(draft: WindowDraft, fault: (path: string, message: string) => void): Recurrence | null {
  const every = /^\d{1,3}$/.test(draft.every.trim()) ? Number(draft.every) : 0;
  switch (draft.repeat) {
    case 'daily':
      if (every < 1 || every > 366) fault('recurrence', 'Write a number of days, 1 to 366.');
      return { kind: 'daily', everyDays: every };
    case 'weekly':
      if (every < 1 || every > 52) fault('recurrence', 'Write a number of weeks, 1 to 52.');
      if (draft.weekdays.length === 0) fault('recurrence', 'Choose at least one day of the week.');
      return { kind: 'weekly', everyWeeks: every, weekdays: [...draft.weekdays].sort((a, b) => a - b) };
    case 'monthly':
      return { kind: 'monthly', day: draft.day === 'last' ? 'last' : Number(draft.day) };
    case 'monthly_weekday':
      return { kind: 'monthly_weekday', week: draft.week === 'last' ? 'last' : Number(draft.week), weekday: draft.weekday };
  }
}
