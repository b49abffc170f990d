import type { StatementBody } from '@/lib/statements/schemas';
import { KindMark } from './kind-mark';
import { lengthWords } from './statement-figures';
import { incidentReason, incidentTitle, kindWord, omittedIncidentsWords, stretchWords } from './statement-words';

interface IncidentTableProps {
  incidents: NonNullable<StatementBody['incidents']>;
  statement: Pick<StatementBody, 'timeZone'>;
  Heading: 'h2' | 'h3';
}

/** The incidents that touched the service in the month; on a narrow sheet each is a few lines. */
export function IncidentTable({ incidents, statement: { timeZone }, Heading }: IncidentTableProps) {
  const omitted = omittedIncidentsWords(incidents);
  return (
    <section aria-label="Incidents" className="flex min-w-0 flex-col gap-2 border-t pt-6 print:pt-4">
      <Heading className="text-lg font-semibold break-after-avoid">Incidents</Heading>
      <p className="text-sm text-pretty text-muted">What happened, for the explanation. They change no figure of this statement.</p>
      <table className="w-full text-sm @xl:table-fixed">
        <thead className="@max-xl:sr-only">
          <tr className="text-left text-xs text-muted">
            <th scope="col" className="w-[27%] py-2 pr-3 font-normal">When</th>
            <th scope="col" className="w-[15%] px-3 py-2 text-right font-normal">Touched for</th>
            <th scope="col" className="w-[19%] px-3 py-2 font-normal">How</th>
            <th scope="col" className="py-2 pl-3 font-normal">Incident</th>
          </tr>
        </thead>
        <tbody className="divide-y border-t">
          {incidents.listed.map((incident) => (
            <tr key={incident.number} className="break-inside-avoid align-top @max-xl:grid @max-xl:grid-cols-[minmax(0,1fr)_auto] @max-xl:py-2">
              <td className="pr-3 @xl:py-2">{stretchWords(incident, timeZone)}</td>
              <td className="text-right @max-xl:whitespace-nowrap @xl:px-3 @xl:py-2">{lengthWords(incident.ms)}</td>
              <td className="@max-xl:col-span-2 @xl:px-3 @xl:py-2">
                <span className="inline-flex items-start gap-2">
                  <span className="mt-0.5">
                    <KindMark kind={incident.degree} />
                  </span>
                  <span>
                    <span className="font-medium">{kindWord[incident.degree]}</span>
                    <span className="text-muted @max-xl:ml-1.5 @xl:block">{incident.severity}</span>
                  </span>
                </span>
              </td>
              <td className="[overflow-wrap:anywhere] @max-xl:col-span-2 @max-xl:pl-6 @xl:py-2 @xl:pl-3">
                {incidentTitle(incident)}
                <span className="block text-xs text-muted">{incidentReason(incident)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {omitted ? <p className="text-xs text-muted">{omitted}</p> : null}
    </section>
  );
}
