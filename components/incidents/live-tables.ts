import type { QueryKey } from '@tanstack/react-query';

const settings = 'incident_settings';
/** Who looks is told with the incident itself; lists and timelines do not say so. */
const viewers = 'incident_viewers';

/** Whether changes of these tables make an answer about incidents old, by the second part of its key. Figures are too dear to be asked for at each change: they come with the clock. */
export function isOldIncidents([, kind]: QueryKey, tables: ReadonlySet<string>): boolean {
  if (kind === 'settings' || kind === 'hooks') return tables.has(settings);
  if (kind === 'figures') return false;
  return [...tables].some((table) => table !== settings && (kind === 'one' || table !== viewers));
}
