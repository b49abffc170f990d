import type { AlertMatcher, AlertView } from '@/lib/alerts/schemas';

/** Labels that say where or what kind, rather than what: two alerts that differ in these alone are still silenced together. */
const loose = new Set(['severity', 'team']);

/** Matchers for a silence of these alerts: every label of one; for many what they have in common and, where they differ, their names or instances. */
export function matchersFor(alerts: readonly Pick<AlertView, 'labels'>[]): AlertMatcher[] {
  const [first, ...rest] = alerts;
  if (!first) return [];
  const common = Object.entries(first.labels)
    .filter(([label, value]) => !loose.has(label) && rest.every((alert) => alert.labels[label] === value))
    .map(([label, value]): AlertMatcher => ({ label, operator: '=', value }));
  const differing = ['alertname', 'instance'].flatMap((label): AlertMatcher[] => {
    const values = [...new Set(alerts.map((alert) => alert.labels[label] ?? ''))];
    if (values.length < 2) return [];
    const value = values.map(escaped).sort().join('|');
    return value.length > longest ? [] : [{ label, operator: '=~', value }];
  });
  return [...common, ...differing].sort((a, b) => rank(a) - rank(b) || (a.label < b.label ? -1 : 1)).slice(0, most);
}

const most = 32;
const longest = 1_000;

function rank({ label }: AlertMatcher): number {
  return label === 'alertname' ? 0 : label === 'instance' ? 1 : 2;
}

/** The text as a regular expression of RE2 that matches it alone. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
