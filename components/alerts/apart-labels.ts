import type { AlertView } from '@/lib/alerts/schemas';
import { titleOf } from './alert-words';

type Named = Pick<AlertView, 'id' | 'name' | 'labels'>;

const shownLabels = 3;

/** What tells alerts of one name apart, by their ids: `cpu=1`. Empty for one that stands alone or whose title says it already. */
export function labelsApart(alerts: readonly Named[]): ReadonlyMap<string, string> {
  const byName = new Map<string, Named[]>();
  for (const alert of new Map(alerts.map((each) => [each.id, each])).values()) {
    const alike = byName.get(alert.name);
    if (alike) alike.push(alert);
    else byName.set(alert.name, [alert]);
  }
  return new Map([...byName.values()].flatMap((alike) => wordsOf(alike, varyingLabels(alike))));
}

function wordsOf(alike: readonly Named[], varying: readonly string[]): [string, string][] {
  return alike.map((alert) => {
    const title = titleOf(alert);
    const told = varying.flatMap((label) => {
      const value = alert.labels[label];
      return value === undefined || title.endsWith(` on ${value}`) ? [] : [`${label}=${value}`];
    });
    return [alert.id, told.slice(0, shownLabels).join(' ')];
  });
}

/** The labels whose values are not the same in all; the severity has a sign of its own. */
function varyingLabels(alike: readonly Named[]): string[] {
  const labels = new Set(alike.flatMap((alert) => Object.keys(alert.labels)));
  return [...labels].filter((label) => label !== 'severity' && new Set(alike.map((alert) => alert.labels[label])).size > 1).sort();
}
