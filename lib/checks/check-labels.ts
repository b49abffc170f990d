import type { CheckPlan } from './plan';

const maxLabelLength = 500;

interface Labelled {
  id: string;
  name: string;
  kind: string;
  target: string;
  plan: CheckPlan;
  service: { name: string; team: string; tier: number } | null;
}

/** The labels of a check's metrics, and so of its alerts. Its own labels come after those that Nines gives. */
export function seriesLabelsOf({ id, name, kind, target, plan, service }: Labelled): Record<string, string> {
  const given = { check: name, check_id: id, kind, service: service?.name ?? '', team: service?.team ?? '', probe: plan.probes[0] ?? 'main', instance: cut(target) };
  return filled({ ...withoutReserved(plan.labels), ...given });
}

/** What the matchers of maintenance windows look at: the labels of its metrics, its target, and the tier of its service. */
export function maintenanceLabelsOf(check: Labelled): Record<string, string> {
  return filled({ ...seriesLabelsOf(check), target: cut(check.target), tier: check.service === null ? '' : String(check.service.tier) });
}

function cut(text: string): string {
  return text.slice(0, maxLabelLength).toWellFormed();
}

/** Labels without those that begin with `__`, as the name of the metric does: a series with its name given twice is none. */
export function withoutReserved(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !name.startsWith('__')));
}

/** An empty label is none. */
function filled(labels: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}
