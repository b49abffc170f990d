import type { z } from 'zod';
import { titleOf } from '@/components/alerts/alert-words';
import { fromLocalInput } from '@/components/alerts/suppression/local-input';
import type { AlertView } from '@/lib/alerts/schemas';
import { severities as alertSeverities } from '@/lib/alerts/severity';
import type { FieldIssue } from '@/lib/errors';
import { declareIncident } from '@/lib/incidents/api';
import type { IncidentSeverity } from '@/lib/incidents/schemas';
import type { ServiceChoice } from './found-services';

/** An incident as the dialog holds it; null is what was not touched, and then follows from what is known. */
export interface DeclareDraft {
  title: string;
  severity: string | null;
  serviceIds: readonly string[] | null;
  /** Empty: nobody. */
  leadId: string;
  /** As a field of type datetime-local has it. */
  startedAt: string | null;
  /** `severity`: that of the severity; `nobody`; or the id of a policy. */
  policy: string;
  summary: string;
}

/** The draft to begin with; the alerts are those that it is declared from. */
export function newIncident(viewerId: string, alerts: readonly AlertView[]): DeclareDraft {
  return { title: titleFrom(alerts), severity: null, serviceIds: null, leadId: viewerId, startedAt: null, policy: 'severity', summary: '' };
}

/** What breaks, in the words of the alerts; empty without any. */
function titleFrom(alerts: readonly AlertView[]): string {
  const [first] = alerts;
  if (!first) return '';
  return `${titleOf(first)}${alerts.length > 1 ? ` and ${alerts.length - 1} more` : ''}`.slice(0, 200);
}

/** The severity that is offered: the first one that looks like the worst of the alerts, without alerts like a warning, else the worst. */
export function offeredSeverity(severities: readonly IncidentSeverity[], alerts: readonly AlertView[]): string {
  const worst = alertSeverities.find((each) => alerts.some(({ severity }) => severity === each)) ?? 'warning';
  return (severities.find(({ look }) => look === worst) ?? severities[0])?.key ?? '';
}

/** The services that the alerts name. */
export function servicesOfAlerts(services: readonly ServiceChoice[], alerts: readonly AlertView[]): string[] {
  const names = new Set(alerts.map(({ service }) => service).filter((name) => name !== ''));
  return services.filter(({ name }) => names.has(name)).map(({ id }) => id);
}

/** When the first of the alerts began; null without any. */
export function firstStart(alerts: readonly AlertView[]): number | null {
  return alerts.length === 0 ? null : Math.min(...alerts.map(({ startsAt }) => startsAt));
}

type Declaration = z.output<NonNullable<(typeof declareIncident)['body']>>;

/** What is sent for a draft, or what is to be corrected. `known` is what the dialog shows for what was not touched. */
export function readDeclaration(draft: DeclareDraft, known: { severity: string; serviceIds: readonly string[]; alertIds: readonly string[]; nowMs: number }): { body: Declaration; issues: [] } | { body: null; issues: FieldIssue[] } {
  const startedAt = draft.startedAt === null ? undefined : (fromLocalInput(draft.startedAt) ?? undefined);
  const issues: FieldIssue[] = [];
  if (draft.startedAt !== null && startedAt === undefined) issues.push({ path: 'startedAt', message: 'Write the date and the time.' });
  if (startedAt !== undefined && startedAt > known.nowMs) issues.push({ path: 'startedAt', message: 'This time is still to come.' });
  const parsed = declareIncident.body?.safeParse({
    title: draft.title,
    severity: draft.severity ?? known.severity,
    summary: draft.summary.trim(),
    serviceIds: [...(draft.serviceIds ?? known.serviceIds)],
    alertIds: [...known.alertIds],
    leadId: draft.leadId || null,
    startedAt,
    policyId: draft.policy === 'severity' ? undefined : draft.policy === 'nobody' ? null : draft.policy,
  });
  if (parsed?.success && issues.length === 0) return { body: parsed.data, issues: [] };
  const others = parsed?.error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? [];
  return { body: null, issues: [...issues, ...others.filter(({ path }) => !issues.some((issue) => issue.path === path))].slice(0, 20) };
}

/** Whom it will page, as a sentence; names are those of the policies by their ids, `lead` is `you` or a name, or empty. Who leads needs nobody to be called, unless a policy is chosen. */
export function pagingWords(policy: string, severity: IncidentSeverity | undefined, names: ReadonlyMap<string, string>, lead: string): string {
  const id = policy === 'severity' ? (severity?.policyId ?? null) : policy === 'nobody' ? null : policy;
  const leads = lead === 'you' ? 'you lead it' : `${lead} leads it`;
  if (id !== null && policy === 'severity' && lead !== '') return `Nobody is paged: ${leads}. To call others too, choose ${names.get(id) ?? 'a policy'}.`;
  if (id !== null) return `${names.get(id) ?? 'The policy'} is started at once${lead === '' ? '' : `, though ${leads}`}.`;
  return policy === 'severity' ? `Nobody is paged: ${severity?.name ?? 'this severity'} has no policy.` : 'Nobody is paged.';
}
