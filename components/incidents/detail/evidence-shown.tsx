import Link from 'next/link';
import { Evidence as CheckEvidence } from '@/components/checks/evidence';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Evidence as SeenByCheck } from '@/lib/checks/schemas';
import type { Evidence } from '@/lib/incidents/schemas';
import { EvidenceChart } from './evidence-chart';

interface EvidenceShownProps {
  evidence: Evidence;
  /** Of its entry. */
  id: string;
}

/** Evidence as it was when it was pinned. */
export function EvidenceShown({ evidence, id }: EvidenceShownProps) {
  const zone = useZone();
  if (evidence.kind === 'chart') return <EvidenceChart evidence={evidence} id={id} />;
  const seen = SeenByCheck.safeParse(evidence.evidence);
  return (
    <div className="flex min-w-0 flex-col gap-2 rounded-base border bg-surface p-3">
      <p className="text-sm break-words">
        <Link href={`/checks/${evidence.checkId}`} prefetch={false} className="font-medium underline underline-offset-4">
          {evidence.checkName}
        </Link>{' '}
        was {evidence.state}
        {zone === null ? '' : `, ${formatAbsolute(evidence.at, zone)}`}
      </p>
      {evidence.reason ? <p className="text-xs break-words text-muted">{evidence.reason}</p> : null}
      {seen.success ? <CheckEvidence evidence={seen.data} atMs={evidence.at} said={evidence.reason} /> : null}
    </div>
  );
}
