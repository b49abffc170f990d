import type { z } from 'zod';
import type { readIncidentFigures } from './api';

type Answer = z.output<(typeof readIncidentFigures)['response']>;
export type FiguresBy = 'service' | 'team' | 'severity' | 'month';

/** An incident as far as figures are made of it; times in milliseconds since 1970. */
export interface CountedIncident {
  createdAt: number;
  started: number;
  detected: number | null;
  acknowledged: number | null;
  resolved: number | null;
  severity: string;
  team: string;
  /** That it touches; `touchedMs` is how long each was down or degraded for it, null where that was not counted. */
  services: readonly { id: string; name: string; touchedMs: number | null }[];
}

const mostGroups = 200;

/** Milliseconds from the detection (the start, where nobody wrote down when it was detected) to the acknowledgement; null without one. Who acknowledged before anything detected it took no time. */
export function toAcknowledgeMs({ started, detected, acknowledged }: Pick<CountedIncident, 'started' | 'detected' | 'acknowledged'>): number | null {
  return acknowledged === null ? null : Math.max(0, acknowledged - (detected ?? started));
}

/** Milliseconds from the start to the resolution; null while it goes on. */
export function toResolveMs({ started, resolved }: Pick<CountedIncident, 'started' | 'resolved'>): number | null {
  return resolved === null ? null : Math.max(0, resolved - started);
}

/**
 * Counts incidents and their mean times, together and by a group. MTTA is the mean of toAcknowledgeMs, MTTR the mean of toResolveMs, each over those incidents that have one.
 * One that touches several services counts in the group of each of them. Months are those of UTC in which the incidents were declared, and come in their order; other groups
 * come by their count. `names` has the names of severities by their keys.
 */
export function figuresOf(incidents: readonly CountedIncident[], by: FiguresBy, names: ReadonlyMap<string, string>): Pick<Answer, 'total' | 'mttaMs' | 'mttrMs' | 'groups'> {
  const groups = new Map<string, { name: string; incidents: CountedIncident[]; touched: (number | null)[] }>();
  for (const incident of incidents) {
    for (const { key, name, touched } of groupsOf(incident, by, names)) {
      const group = groups.get(key) ?? { name, incidents: [], touched: [] };
      groups.set(key, group);
      group.incidents.push(incident);
      group.touched.push(...touched);
    }
  }
  const found = [...groups].map(([key, group]) => ({ key, name: group.name, count: group.incidents.length, ...means(group.incidents), touchedMs: sum(group.touched) }));
  const shown = found.sort((a, b) => (by === 'month' ? (a.key < b.key ? 1 : -1) : b.count - a.count || (a.name < b.name ? -1 : 1))).slice(0, mostGroups);
  return { total: incidents.length, ...means(incidents), groups: by === 'month' ? shown.reverse() : shown };
}

function groupsOf(incident: CountedIncident, by: FiguresBy, names: ReadonlyMap<string, string>): { key: string; name: string; touched: (number | null)[] }[] {
  const { services, severity, team, createdAt } = incident;
  const touched = services.map(({ touchedMs }) => touchedMs);
  switch (by) {
    case 'service':
      if (services.length === 0) return [{ key: '', name: 'No service', touched: [] }];
      return services.map(({ id, name, touchedMs }) => ({ key: id, name, touched: [touchedMs] }));
    case 'team':
      return [{ key: team, name: team === '' ? 'No team' : team, touched }];
    case 'severity':
      return [{ key: severity, name: names.get(severity) ?? severity, touched }];
    case 'month': {
      const month = new Date(createdAt).toISOString().slice(0, 7);
      return [{ key: month, name: month, touched }];
    }
  }
}

function means(incidents: readonly CountedIncident[]): { mttaMs: number | null; mttrMs: number | null } {
  return { mttaMs: mean(incidents.map(toAcknowledgeMs)), mttrMs: mean(incidents.map(toResolveMs)) };
}

function mean(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.round(known.reduce((total, value) => total + value, 0) / known.length);
}

/** Null where one of them is not known: half a sum would be a wrong one. */
function sum(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((total, value) => (total === null || value === null ? null : total + value), 0);
}
