import type { FieldIssue } from '@/lib/errors';
import { ObjectiveInput, type Counting, type Sli, type SlaWindow } from '@/lib/sla/schemas';

/** What the form of an objective holds, as it is typed. */
export interface ObjectiveDraft {
  /** Null until it is typed: then it is named after what it measures. */
  name: string | null;
  serviceId: string;
  kind: Sli['kind'];
  /** Whether it is all checks of the service, or those that are chosen. */
  isAllChecks: boolean;
  checkIds: string[];
  latencyCheckId: string;
  thresholdMs: string;
  good: string;
  total: string;
  target: string;
  window: WindowName;
  timeZone: string;
  counting: Counting;
}

const windows = {
  'rolling-7': { kind: 'rolling', days: 7 },
  'rolling-28': { kind: 'rolling', days: 28 },
  'rolling-30': { kind: 'rolling', days: 30 },
  'rolling-90': { kind: 'rolling', days: 90 },
  month: { kind: 'calendar', unit: 'month' },
  quarter: { kind: 'calendar', unit: 'quarter' },
} as const satisfies Record<string, SlaWindow>;
export type WindowName = keyof typeof windows;

export const targetPresets = ['99.9', '99.95', '99.99'] as const;

export function windowOf(name: WindowName): SlaWindow {
  return windows[name];
}

export function emptyObjective(timeZone: string, serviceId = ''): ObjectiveDraft {
  return {
    name: null, serviceId, kind: 'checks', isAllChecks: true, checkIds: [], latencyCheckId: '', thresholdMs: '100', good: '', total: '',
    target: '99.99', window: 'rolling-30', timeZone, counting: { degraded: 'good', unknown: 'excluded', maintenance: 'excluded' },
  };
}

const usualTarget = { checks: '99.99', latency: '95', ratio: '99.99' } as const satisfies Record<Sli['kind'], string>;

/** Another kind has another usual target; one that was entered stays. */
export function kindChosen({ kind: before, target }: Pick<ObjectiveDraft, 'kind' | 'target'>, kind: Sli['kind']): Pick<ObjectiveDraft, 'kind' | 'target'> {
  return { kind, target: target.trim() === usualTarget[before] ? usualTarget[kind] : target };
}

/** The form of a stored objective. */
export function draftOfObjective({ name, serviceId, sli, target, window, timeZone, counting }: ObjectiveInput): ObjectiveDraft {
  const common = { ...emptyObjective(timeZone, serviceId), name, target, counting, kind: sli.kind, window: window.kind === 'calendar' ? window.unit : (`rolling-${window.days}` as const) };
  switch (sli.kind) {
    case 'checks':
      return { ...common, isAllChecks: sli.checkIds.length === 0, checkIds: sli.checkIds };
    case 'latency':
      return { ...common, latencyCheckId: sli.checkId, thresholdMs: String(sli.thresholdMs) };
    case 'ratio':
      return { ...common, good: sli.good, total: sli.total };
  }
}

/** The name that an objective has as long as none is typed. */
export function nameOfDraft({ name, kind, target }: ObjectiveDraft, serviceName: string | undefined): string {
  if (name !== null) return name;
  if (serviceName === undefined) return '';
  const what = { checks: 'uptime', latency: 'response time', ratio: 'good events' }[kind];
  return `${serviceName} ${what} ${target.trim()} %`;
}

type ReadObjective = { input: ObjectiveInput; issues: [] } | { input: null; issues: FieldIssue[] };

/** The objective that a form describes, or what is wrong with it, by the paths of the objective. */
export function readObjectiveDraft(draft: ObjectiveDraft, serviceName: string | undefined): ReadObjective {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path, message });
  const name = nameOfDraft(draft, serviceName).trim();
  const target = draft.target.trim();
  if (draft.serviceId === '') fault('serviceId', 'Choose the service that it is about.');
  else if (name === '') fault('name', 'Give the objective a name.');
  if (!/^\d{1,2}(?:\.\d{1,6})?$/.test(target) || !(Number(target) > 0)) fault('target', 'Write a percentage above 0 and below 100 with at most six decimals, such as 99.95.');
  const sli = sliOf(draft, fault);
  if (issues.length > 0) return { input: null, issues };
  const parsed = ObjectiveInput.safeParse({ name, serviceId: draft.serviceId, sli, target, window: windows[draft.window], timeZone: draft.timeZone.trim(), counting: draft.counting });
  if (parsed.success) return { input: parsed.data, issues: [] };
  return { input: null, issues: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message })) };
}

function sliOf(draft: ObjectiveDraft, fault: (path: string, message: string) => void): Sli {
  switch (draft.kind) {
    case 'checks':
      if (!draft.isAllChecks && draft.checkIds.length === 0) fault('sli.checkIds', 'Choose at least one check.');
      if (!draft.isAllChecks && draft.checkIds.length > 50) fault('sli.checkIds', 'Choose 50 checks at most.');
      return { kind: 'checks', checkIds: draft.isAllChecks ? [] : draft.checkIds };
    case 'latency': {
      const thresholdMs = /^\d{1,5}$/.test(draft.thresholdMs.trim()) ? Number(draft.thresholdMs) : 0;
      if (draft.latencyCheckId === '') fault('sli.checkId', 'Choose the check whose answers are timed.');
      if (thresholdMs < 1 || thresholdMs > 60_000) fault('sli.thresholdMs', 'Write whole milliseconds from 1 to 60000, such as 100.');
      return { kind: 'latency', checkId: draft.latencyCheckId, thresholdMs };
    }
    case 'ratio':
      for (const part of ['good', 'total'] as const) {
        const text = draft[part].trim();
        if (text === '') fault(`sli.${part}`, part === 'good' ? 'Write the expression of the good events.' : 'Write the expression of all events.');
        else if (!text.includes('$window')) fault(`sli.${part}`, 'Write [$window] where the range stands: Nines puts the time in.');
      }
      return { kind: 'ratio', good: draft.good.trim(), total: draft.total.trim() };
  }
}
