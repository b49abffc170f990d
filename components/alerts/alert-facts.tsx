import Link from 'next/link';
import { Card, CardHeader } from '@/components/ui/card';
import type { AlertView } from '@/lib/alerts/schemas';
import { alertsSearch, noFilters, withMatcher } from './alerts-state';

/** Labels, which lead to the alerts that share them, and what the rule says about it. */
export function AlertFacts({ alert, incident }: { alert: AlertView; incident: { id: string; number: number; title: string } | null }) {
  const labels = Object.entries(alert.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const annotations = Object.entries(alert.annotations).filter(([name]) => name !== 'summary');
  const rule = alert.ruleId;
  return (
    <Card aria-labelledby="labels-title">
      <CardHeader id="labels-title" title="Labels" note="press one for the alerts that share it" />
      <ul className="flex flex-wrap gap-2 border-t p-4">
        {labels.map(([label, value]) => (
          <li key={label} className="min-w-0">
            <Link
              href={`/alerts${alertsSearch({ ...noFilters, matchers: withMatcher('', { label, operator: '=', value }), isFlat: false })}`}
              className="flex min-h-11 max-w-full items-center rounded-base border bg-sunken px-2 font-mono text-xs hover:border-line-strong sm:min-h-7"
            >
              <span className="min-w-0 break-all">
                <span className="text-muted">{label}=</span>
                {value}
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <dl className="flex flex-col divide-y border-t text-sm">
        {incident ? (
          <Fact name="Incident">
            <Link href={`/incidents/${incident.id}`} className="inline-flex min-h-11 items-center underline underline-offset-4 sm:min-h-0">
              #{incident.number} {incident.title}
            </Link>
          </Fact>
        ) : null}
        {alert.owner ? <Fact name="Owner">{alert.owner.name}</Fact> : null}
        {alert.team ? <Fact name="Team">{alert.team}</Fact> : null}
        {alert.service ? <Fact name="Service">{alert.service}</Fact> : null}
        {annotations.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value}
          </Fact>
        ))}
        <Fact name="From">
          {rule === null ? (
            'outside, by the API'
          ) : (
            <Link href={`/alert-rules/${rule}`} className="inline-flex min-h-11 items-center underline underline-offset-4 sm:min-h-0">
              its rule
            </Link>
          )}
        </Fact>
      </dl>
    </Card>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] items-baseline gap-3 px-4 py-2">
      <dt className="text-muted first-letter:uppercase">{name}</dt>
      <dd className="break-words whitespace-pre-line">{children}</dd>
    </div>
  );
}
