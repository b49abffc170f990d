import type { IncidentState } from '@/lib/incidents/schemas';
import type { PublicPage } from '../public-page';
import type { ShownState } from '../states';

/** The four states of Nines, and maintenance, which is planned. */
export type Look = 'ok' | 'warning' | 'critical' | 'unknown' | 'planned';

export const stateWords: Record<ShownState, string> = {
  operational: 'Operational', maintenance: 'Maintenance', degraded: 'Degraded', partial_outage: 'Partial outage', major_outage: 'Major outage', no_data: 'No data',
};
export const stateLooks: Record<ShownState, Look> = {
  operational: 'ok', maintenance: 'planned', degraded: 'warning', partial_outage: 'critical', major_outage: 'critical', no_data: 'unknown',
};
export const incidentWords: Record<IncidentState, string> = {
  investigating: 'Investigating', identified: 'Identified', monitoring: 'Monitoring', resolved: 'Resolved', reviewed: 'Resolved',
};

interface Overall {
  look: Look;
  text: string;
}

const worst = [
  ['major_outage', 'down'],
  ['partial_outage', 'partly down'],
  ['degraded', 'degraded'],
  ['maintenance', 'under maintenance'],
] as const;
const mostNamed = 3;

/** How everything is, in one sentence. */
export function overallOf({ components, incidents }: Pick<PublicPage, 'components' | 'incidents'>): Overall {
  const open = incidents.filter(({ isOpen }) => isOpen).length;
  for (const [state, word] of worst) {
    const names = components.filter((component) => component.state === state).map(({ name }) => name);
    if (names.length === 0) continue;
    if (state === 'maintenance' && open > 0) break;
    return { look: stateLooks[state], text: `${subject(names, components.length)} ${word}.` };
  }
  const unknown = components.filter(({ state }) => state === 'no_data').map(({ name }) => name);
  if (open > 0) return { look: 'warning', text: open === 1 ? 'An incident is open.' : `${open} incidents are open.` };
  if (components.length === 0) return { look: 'ok', text: 'No incident is open.' };
  if (unknown.length === components.length) return { look: 'unknown', text: 'There is no data now.' };
  if (unknown.length > 0) return { look: 'unknown', text: `No data for ${unknown.length <= mostNamed ? listOf(unknown) : `${unknown.length} of ${components.length} systems`}. All else is operational.` };
  return { look: 'ok', text: components.length === 1 ? `${components[0]?.name ?? ''} is operational.` : 'All systems are operational.' };
}

function subject(names: readonly string[], total: number): string {
  if (names.length === total && total > 1) return 'All systems are';
  if (names.length > mostNamed) return `${names.length} of ${total} systems are`;
  return `${listOf(names)} ${names.length === 1 ? 'is' : 'are'}`;
}

export function listOf(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** The two largest units, rounded down; never zero for what was not. */
export function durationWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 1) return 'less than 1 min';
  const hours = Math.floor(minutes / 60);
  if (hours < 1) return `${minutes} min`;
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** Hundredths, cut and not rounded: 100 % is said only where nothing was down. */
export function percentWords(percent: number): string {
  return percent >= 100 ? '100 %' : `${(Math.floor(percent * 100) / 100).toFixed(2)} %`;
}
