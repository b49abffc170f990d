import { formatAbsolute } from '@/components/time/format';
import { incidentStates, type Incident, type IncidentSeverity } from '@/lib/incidents/schemas';
import { incidentStateWord, milestoneWord, roleWord, severityShown } from '../incident-words';
import { rolesOf, timesOf, type IncidentPatch } from './incident-data';

/** A field that two people changed at once, in words. */
export interface ConflictField {
  key: string;
  name: string;
  mine: string;
  theirs: string;
}

interface Words {
  severities: readonly IncidentSeverity[];
  people: readonly { id: string; name: string }[];
  /** The zone that times are told in. */
  zone: string;
}

interface Field {
  key: string;
  name: string;
  /** As it is compared. */
  mine: string;
  of: (incident: Incident) => string;
  words: (value: string) => string;
}

/** What a patch and somebody else both changed since `base`, to something different. What only one side changed is no conflict. */
export function conflictFields(patch: IncidentPatch, base: Incident, theirs: Incident, words: Words): ConflictField[] {
  return fieldsOf(patch, words)
    .filter(({ of, mine }) => of(base) !== of(theirs) && of(theirs) !== mine)
    .map(({ key, name, mine, of, words: say }) => ({ key, name, mine: say(mine), theirs: say(of(theirs)) }));
}

/** The patch without what the other side shall have. */
export function withoutFields(patch: IncidentPatch, keys: readonly string[]): IncidentPatch {
  const left = new Set(keys);
  const kept = <Value>(prefix: string, record: Partial<Record<string, Value>>) => Object.fromEntries(Object.entries(record).filter(([name]) => !left.has(`${prefix}.${name}`)));
  const { roles, times, ...plain } = patch;
  const rest: IncidentPatch = Object.fromEntries(Object.entries(plain).filter(([name]) => !left.has(name)));
  const keptRoles = kept('roles', roles ?? {});
  const keptTimes = kept('times', times ?? {});
  return { ...rest, ...(Object.keys(keptRoles).length > 0 ? { roles: keptRoles } : {}), ...(Object.keys(keptTimes).length > 0 ? { times: keptTimes } : {}) };
}

function fieldsOf(patch: IncidentPatch, { severities, people, zone }: Words): Field[] {
  const plain = (value: string) => value || 'Nothing';
  const severity = (value: string) => severityShown(severities, value).name;
  const fields: (Field | null)[] = [
    patch.title === undefined ? null : { key: 'title', name: 'Title', mine: patch.title, of: ({ title }) => title, words: plain },
    patch.summary === undefined ? null : { key: 'summary', name: 'Summary', mine: patch.summary, of: ({ summary }) => summary, words: plain },
    patch.severity === undefined ? null : { key: 'severity', name: 'Severity', mine: patch.severity, of: (incident) => incident.severity, words: severity },
    patch.state === undefined ? null : { key: 'state', name: 'State', mine: patch.state, of: (incident) => incident.state, words: (value) => incidentStateWord[incidentStates.find((each) => each === value) ?? 'investigating'] },
    patch.team === undefined ? null : { key: 'team', name: 'Team', mine: patch.team, of: ({ team }) => team, words: plain },
    patch.runbookUrl === undefined ? null : { key: 'runbookUrl', name: 'Runbook', mine: patch.runbookUrl ?? '', of: ({ runbookUrl }) => runbookUrl ?? '', words: plain },
    ...rolesOf(patch).map((role): Field => {
      const named = (incident: Incident) => incident.roles[role];
      return { key: `roles.${role}`, name: roleWord[role], mine: patch.roles?.[role] ?? '', of: (incident) => named(incident)?.id ?? '', words: (id) => (id === '' ? 'Nobody' : (people.find((each) => each.id === id)?.name ?? 'Somebody else')) };
    }),
    ...timesOf(patch).map((milestone): Field => ({
      key: `times.${milestone}`, name: milestoneWord[milestone], mine: String(patch.times?.[milestone] ?? ''), of: ({ times }) => String(times[milestone] ?? ''), words: (at) => (at === '' ? 'Not known' : formatAbsolute(Number(at), zone)),
    })),
  ];
  return fields.filter((field) => field !== null);
}
