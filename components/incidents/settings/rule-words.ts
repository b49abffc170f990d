import { severityWord } from '@/components/alerts/alert-words';
import { severityShown } from '@/components/incidents/incident-words';
import type { IncidentSeverity } from '@/lib/incidents/schemas';
import { printMatcher } from '@/lib/promql/print';
import { parseDurationMs } from '@/lib/scrape/duration';
import type { RuleDraft } from './settings-draft';

/** A rule as a sentence: `Critical alerts with service!="" that fire on 3 services declare SEV1.` */
export function ruleWords({ isEnabled, matchers, severities, firingFor, services, severity }: RuleDraft, known: readonly IncidentSeverity[]): string {
  const which = severities.length === 0 ? 'Alerts' : `${capital(severities.map((each) => severityWord[each].toLowerCase()).join(' or '))} alerts`;
  const written = matchers.filter(({ label }) => label.trim() !== '').map(printMatcher);
  const where = written.length === 0 ? '' : ` with ${written.join(', ')}`;
  const conditions = [
    services.trim() === '' || services.trim() === '1' ? '' : `on ${services.trim()} services`,
    parseDurationMs(firingFor.trim()) === 0 || firingFor.trim() === '' ? '' : `for ${firingFor.trim()} without being acknowledged`,
  ].filter(Boolean);
  const that = conditions.length === 0 ? '' : ` that fire ${conditions.join(' and ')}`;
  return `${isEnabled ? '' : 'Off. '}${which}${where}${that} declare ${severityShown(known, severity).name}.`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
