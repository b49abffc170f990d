import type { Metadata } from 'next';
import { parseAudit, auditSearch } from '@/components/config/audit/audit-state';
import { AuditTrail } from '@/components/config/audit/audit-trail';
import { ConfigFrame } from '../frame';

export const metadata: Metadata = { title: 'Audit trail' };

interface AuditPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: AuditPageProps) {
  const search = await searchParams;
  const state = parseAudit({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <ConfigFrame title="Audit trail" path={`/config/audit${auditSearch(state)}`} needed="monitoring.audit.read">
      {(viewer) => <AuditTrail viewer={viewer} />}
    </ConfigFrame>
  );
}
