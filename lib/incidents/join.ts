import { compileMatchers } from '@/lib/alerts/matchers';
import { compareSeverities, type Severity } from '@/lib/alerts/severity';
import type { LabelSet } from '@/lib/metrics/labels';
import type { DeclareRule, IncidentSettings } from './schemas';

/** An alert that fires and that nothing suppresses, as the rules for incidents see it. Times in milliseconds since 1970. */
export interface FiringAlert {
  id: string;
  name: string;
  summary: string;
  labels: LabelSet;
  severity: Severity;
  /** The name of its service; empty: none. */
  service: string;
  groupKey: string | null;
  causeId: string | null;
  firedAtMs: number;
  isAcknowledged: boolean;
}

/** An alert that an open incident of a rule took within the last ten minutes, while nobody is far with that incident. */
export interface TakenAlert extends FiringAlert {
  incident: {
    id: string;
    number: number;
    /** A key of the settings. */
    severity: string;
    /** Whether its severity was changed since it was declared: then it is not raised again. */
    isSeveritySet: boolean;
  };
}

/** An open incident, as far as an alert may belong to it. */
export interface JoinableIncident {
  id: string;
  number: number;
  alertIds: ReadonlySet<string>;
  groupKeys: ReadonlySet<string>;
  /** Names of services. */
  services: ReadonlySet<string>;
  /** When it was declared, or its last alert joined. */
  lastAtMs: number;
}

/**
 * Alerts that belong to an incident, or that make one, or incidents that are one with alerts that are in none; `severity` is a key of the settings, and `incidentIds` begins
 * with the oldest one, which is left. `raises` says that it gets the severity.
 */
export type JoinDecision =
  | { kind: 'join'; incidentId: string; alertId: string; reason: string }
  | { kind: 'declare'; rule: string; severity: string; title: string; alertIds: string[]; reason: string }
  | { kind: 'correlate'; rule: string; severity: string; raises: boolean; incidentIds: string[]; alertIds: string[]; reason: string };

interface World {
  nowMs: number;
  settings: Pick<IncidentSettings, 'declare' | 'joinMs' | 'severities'>;
  incidents: readonly JoinableIncident[];
  taken: readonly TakenAlert[];
  /** Rules whose correlation could not be done: they look at free alerts only. */
  refused?: ReadonlySet<string>;
  /** By the name of a service, the names of those that it needs. */
  needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A rule with its matchers compiled once. */
interface Rule {
  rule: DeclareRule;
  matches: (labels: LabelSet) => boolean;
}

/** Alerts of several services are one event when they began this close together. */
export const togetherMs = 600_000;

/**
 * What to do about alerts that are in no incident: first whether each belongs to an open one (its cause is in it, or its group is, unless it is another service's; or, within
 * `joinMs`, it is of a service that the incident touches or that is linked to one by what it needs), then whether a rule declares one, the rules in their order. Alerts that one
 * declaration takes are not looked at again; those of its group that began together with it go along. A rule of several services counts what incidents of rules took just
 * before too, and makes one of them; where all is one already, there is nothing to decide.
 */
export function decideJoins(alerts: readonly FiringAlert[], world: World): JoinDecision[] {
  const decisions: JoinDecision[] = [];
  const left: FiringAlert[] = [];
  const neededBy = turnedRound(world.needs);
  for (const alert of alerts) {
    const found = firstToJoin(alert, world, neededBy);
    if (found) decisions.push({ kind: 'join', incidentId: found.incident.id, alertId: alert.id, reason: found.reason });
    else left.push(alert);
  }
  return [...decisions, ...declarations(left, world)];
}

type Links = ReadonlyMap<string, ReadonlySet<string>>;

function turnedRound(needs: Links): Links {
  const neededBy = new Map<string, Set<string>>();
  for (const [service, needed] of needs) for (const each of needed) neededBy.set(each, (neededBy.get(each) ?? new Set()).add(service));
  return neededBy;
}

function firstToJoin(alert: FiringAlert, world: World, neededBy: Links): { incident: JoinableIncident; reason: string } | null {
  for (const incident of world.incidents) {
    const reason = whyJoin(alert, incident, world, neededBy);
    if (reason !== null) return { incident, reason };
  }
  return null;
}

/** Null: it does not belong to it. */
function whyJoin(alert: FiringAlert, incident: JoinableIncident, { nowMs, settings, needs }: World, neededBy: Links): string | null {
  if (alert.causeId !== null && incident.alertIds.has(alert.causeId)) return 'An alert of this incident is its cause.';
  const isFresh = nowMs - incident.lastAtMs <= settings.joinMs;
  const isOfGroup = alert.groupKey !== null && incident.groupKeys.has(alert.groupKey);
  // A group may be no more than all alerts of one name: of another service, it says nothing.
  if (isOfGroup && (alert.service === '' || incident.services.has(alert.service) || (isFresh && incident.services.size === 0))) return 'It is in one group with an alert of this incident.';
  if (!isFresh || alert.service === '') return null;
  if (incident.services.has(alert.service)) return `The incident touches its service ${alert.service}.`;
  for (const needed of needs.get(alert.service) ?? []) if (incident.services.has(needed)) return `Its service ${alert.service} needs ${needed}, which the incident touches.`;
  for (const service of neededBy.get(alert.service) ?? []) if (incident.services.has(service)) return `The incident touches ${service}, which needs its service ${alert.service}.`;
  return null;
}

function declarations(alerts: readonly FiringAlert[], world: World): JoinDecision[] {
  const { nowMs, settings } = world;
  const decisions: JoinDecision[] = [];
  const used = new Set<string>();
  const rules: Rule[] = settings.declare.filter(({ isEnabled }) => isEnabled).map((rule) => ({ rule, matches: compileMatchers(rule.matchers) }));
  for (const each of rules) {
    const isOfSeveral = each.rule.services > 1;
    const taken = isOfSeveral && !world.refused?.has(each.rule.name) ? world.taken : [];
    const matching: (FiringAlert | TakenAlert)[] = [...alerts, ...taken].filter((alert) => !used.has(alert.id) && fits(alert, each, nowMs)).sort(byUrgency);
    for (const head of matching) {
      if (used.has(head.id)) continue;
      const together = isOfSeveral ? matching.filter((alert) => !used.has(alert.id) && Math.abs(alert.firedAtMs - head.firedAtMs) <= togetherMs) : [head];
      const services = [...new Set(together.map(({ service }) => service).filter((service) => service !== ''))];
      if (isOfSeveral && services.length < each.rule.services) continue;
      const known = together.filter(isTaken);
      const free = together.filter((alert) => !isTaken(alert));
      const alertIds = withGroups(free, alerts.filter(({ id }) => !used.has(id)));
      const about = { rule: each.rule.name, severity: each.rule.severity, alertIds, reason: reasonOf(each.rule, head, services) };
      const decision = known.length === 0 ? { kind: 'declare' as const, ...about, title: titleOf(head, services) } : correlation(known, about, settings);
      if (decision === null) continue;
      for (const id of [...alertIds, ...known.map((alert) => alert.id)]) used.add(id);
      decisions.push(decision);
    }
  }
  return decisions;
}

/** Null: all of it is one incident already. What somebody said of the severity holds. */
function correlation(known: readonly TakenAlert[], about: Pick<Extract<JoinDecision, { kind: 'correlate' }>, 'rule' | 'severity' | 'alertIds' | 'reason'>, { severities }: World['settings']): JoinDecision | null {
  const incidents = [...new Map(known.map(({ incident }) => [incident.id, incident])).values()].sort((a, b) => a.number - b.number);
  const [oldest] = incidents;
  const placeOf = (severity: string) => severities.findIndex(({ key }) => key === severity);
  const raises = oldest !== undefined && !oldest.isSeveritySet && placeOf(about.severity) < placeOf(oldest.severity);
  if (incidents.length < 2 && about.alertIds.length === 0 && !raises) return null;
  return { kind: 'correlate', ...about, raises, incidentIds: incidents.map(({ id }) => id) };
}

function isTaken(alert: FiringAlert | TakenAlert): alert is TakenAlert {
  return 'incident' in alert;
}

function fits(alert: FiringAlert, { rule, matches }: Rule, nowMs: number): boolean {
  if (rule.severities.length > 0 && !rule.severities.includes(alert.severity)) return false;
  if (rule.firingForMs > 0 && (alert.isAcknowledged || nowMs - alert.firedAtMs < rule.firingForMs)) return false;
  return matches(alert.labels);
}

/** With what is in one group with them, of no other service, and began together with them, or has one of them for its cause: a group alone may be no more than alerts of one name. */
function withGroups(together: readonly FiringAlert[], alerts: readonly FiringAlert[]): string[] {
  const ids = new Set(together.map(({ id }) => id));
  const isOfOne = (a: FiringAlert, b: FiringAlert) => a.groupKey !== null && a.groupKey === b.groupKey && (a.service === b.service || a.service === '' || b.service === '');
  const isTogether = (alert: FiringAlert) => together.some((each) => isOfOne(each, alert) && Math.abs(each.firedAtMs - alert.firedAtMs) <= togetherMs);
  for (const alert of alerts) if (isTogether(alert) || (alert.causeId !== null && ids.has(alert.causeId))) ids.add(alert.id);
  return [...ids];
}

function byUrgency(a: FiringAlert, b: FiringAlert): number {
  return compareSeverities(a.severity, b.severity) || a.firedAtMs - b.firedAtMs || (a.id < b.id ? -1 : 1);
}

function titleOf({ summary, name }: FiringAlert, services: readonly string[]): string {
  const title = services.length > 1 ? `${services.slice(0, 3).join(', ')}${services.length > 3 ? ` and ${services.length - 3} more` : ''}: ${name}` : summary || name;
  return title.length > 200 ? `${title.slice(0, 199)}…` : title;
}

function reasonOf(rule: DeclareRule, { name }: FiringAlert, services: readonly string[]): string {
  if (rule.services > 1) return `The rule ${rule.name}: alerts of ${services.length} services began within ten minutes.`;
  return rule.firingForMs > 0 ? `The rule ${rule.name}: ${name} fired for ${Math.round(rule.firingForMs / 60_000)} min without being acknowledged.` : `The rule ${rule.name}: ${name} fires.`;
}
