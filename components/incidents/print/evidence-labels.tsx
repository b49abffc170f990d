import { writeSeries } from '@/components/explore/series-label';
import { formatAbsolute } from '@/components/time/format';
import type { Evidence } from '@/lib/incidents/schemas';

interface EvidenceLabelsProps {
  evidence: Extract<Evidence, { kind: 'chart' }>;
  zone: string;
}

/** Of which time a chart on paper is, and the whole labels of its lines: there is nothing to point at. */
export function EvidenceLabels({ evidence: { from, to, series }, zone }: EvidenceLabelsProps) {
  return (
    <div className="text-xs text-muted">
      <p>
        From {formatAbsolute(from, zone)} to {formatAbsolute(to, zone)}
      </p>
      <ul>
        {series.map(({ labels }) => (
          <li key={writeSeries(labels)} className="font-mono [overflow-wrap:anywhere]">
            {writeSeries(labels)}
          </li>
        ))}
      </ul>
    </div>
  );
}
