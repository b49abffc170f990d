import { writtenMatchers } from '@/components/alerts/rules/rule-draft';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import type { Severity as AlertSeverity } from '@/lib/alerts/severity';
import type { FieldIssue } from '@/lib/errors';
import { IncidentSettings, type IncidentSeverity, type IncidentState } from '@/lib/incidents/schemas';
import { formatDurationMs, parseDurationMs } from '@/lib/scrape/duration';

export interface RuleDraft {
  name: string;
  isEnabled: boolean;
  matchers: readonly AlertMatcher[];
  /** Of the alerts; none: any. */
  severities: readonly AlertSeverity[];
  /** A duration such as 5m. */
  firingFor: string;
  services: string;
  /** The key of the severity that its incidents begin with. */
  severity: string;
}

export interface TemplateDraft {
  name: string;
  status: IncidentState | null;
  text: string;
}

/** The settings as their form holds them. */
export interface SettingsDraft {
  severities: readonly IncidentSeverity[];
  rules: readonly RuleDraft[];
  /** A duration such as 30m. */
  joinFor: string;
  templates: readonly TemplateDraft[];
  checklist: readonly string[];
}

export function draftOfSettings({ severities, declare, joinMs, templates, checklist }: IncidentSettings): SettingsDraft {
  return {
    severities, templates, checklist, joinFor: formatDurationMs(joinMs),
    rules: declare.map(({ firingForMs, services, ...rule }) => ({ ...rule, firingFor: formatDurationMs(firingForMs), services: String(services) })),
  };
}

/** A further severity, with a key that none has. */
export function newSeverity(severities: readonly IncidentSeverity[]): IncidentSeverity {
  let number = severities.length + 1;
  while (severities.some(({ key }) => key === `sev${number}`)) number += 1;
  return { key: `sev${number}`, name: `SEV${number}`, description: '', look: 'info', policyId: null };
}

/** A further rule, of the severity that is first in the list. */
export function newRule(severities: readonly IncidentSeverity[]): RuleDraft {
  return { name: '', isEnabled: true, matchers: [], severities: ['critical'], firingFor: '0s', services: '1', severity: severities[0]?.key ?? '' };
}

/** The settings of a draft, or what is to be corrected. Empty lines of the checklist are left out. */
export function readSettings(draft: SettingsDraft): { settings: IncidentSettings; issues: [] } | { settings: null; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const duration = (text: string, path: string) => {
    const ms = parseDurationMs(text.trim() === '' ? '0' : text.trim());
    if (ms === null) issues.push({ path, message: 'Write a time such as 30s, 5m or 1h.' });
    else if (ms > 86_400_000) issues.push({ path, message: 'At most 24 hours.' });
    return ms ?? 0;
  };
  const parsed = IncidentSettings.safeParse({
    severities: draft.severities,
    declare: draft.rules.map(({ firingFor, services, matchers, ...rule }, index) => ({
      ...rule, matchers: writtenMatchers(matchers), firingForMs: duration(firingFor, `declare.${index}.firingForMs`), services: services.trim() === '' ? 1 : Number(services),
    })),
    joinMs: duration(draft.joinFor, 'joinMs'),
    templates: draft.templates,
    checklist: draft.checklist.filter((line) => line.trim() !== ''),
  });
  if (parsed.success && issues.length === 0) return { settings: parsed.data, issues: [] };
  const others = parsed.error?.issues.map(({ path, message }) => ({ path: path.join('.'), message })) ?? [];
  return { settings: null, issues: [...issues, ...others.filter(({ path }) => !issues.some((issue) => issue.path === path))].slice(0, 20) };
}

/** The list with one of its items changed, or taken out with null. */
export function withItem<Item>(items: readonly Item[], at: number, item: Item | null): Item[] {
  return items.flatMap((each, index) => (index !== at ? [each] : item === null ? [] : [item]));
}

/** The list with an item one place further up or down; as it is at its ends. */
export function moved<Item>(items: readonly Item[], at: number, by: 1 | -1): Item[] {
  const list = [...items];
  const [item, other] = [items[at], items[at + by]];
  if (item === undefined || other === undefined) return list;
  list[at] = other;
  list[at + by] = item;
  return list;
}
