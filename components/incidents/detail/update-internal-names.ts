import type { IncidentData } from './incident-data';

/** Labels whose values name a machine, a check or a service. */
const namingLabels = ['service', 'check', 'instance', 'host', 'hostname', 'node', 'server', 'pod', 'container', 'target', 'address', 'url'] as const;
const leastCharacters = 3;
const mostFound = 10;
const partOfWord = /[\p{L}\p{N}_]/u;

/** Names of services, checks, hosts and people of an incident that are found in what the public is to read; those in `known` are public already. At most ten. */
export function internalNamesIn(texts: readonly string[], data: Pick<IncidentData, 'incident' | 'alerts' | 'tasks' | 'impact' | 'viewers'>, known: readonly string[]): string[] {
  const isPublic = new Set(known.map((name) => name.trim().toLowerCase()));
  const words = texts.map((text) => text.toLowerCase());
  const names = new Map(namesOf(data).map((name) => [name.trim().toLowerCase(), name.trim()]));
  return [...names].filter(([name]) => name.length >= leastCharacters && !isPublic.has(name) && words.some((text) => isWordIn(text, name))).map(([, name]) => name).slice(0, mostFound);
}

function namesOf({ incident, alerts, tasks, impact, viewers }: Parameters<typeof internalNamesIn>[1]): string[] {
  const people = [incident.roles.lead, incident.roles.communications, incident.roles.scribe, ...tasks.map(({ owner }) => owner), ...alerts.map(({ alert }) => alert.owner), ...viewers];
  return [
    ...incident.services.map(({ name }) => name),
    ...impact.map(({ serviceName }) => serviceName),
    ...people.flatMap((person) => (person ? [person.name] : [])),
    ...alerts.flatMap(({ alert }) => namingLabels.flatMap((label) => withHost(alert.labels[label] ?? ''))),
  ];
}

/** The value, and the host in it: of https://db-7:9100/metrics also db-7. */
function withHost(value: string): string[] {
  const host = value.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#].*$/s, '').replace(/:\d+$/, '');
  return [value, host];
}

/** Not as a part of a longer word. */
function isWordIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!partOfWord.test(text.charAt(at - 1)) && !partOfWord.test(text.charAt(at + name.length))) return true;
  }
  return false;
}
