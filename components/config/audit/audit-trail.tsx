'use client';

import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { readAuditSettings } from '@/lib/audit/api';
import { AuditFilters } from './audit-filters';
import { AuditList } from './audit-list';
import { AuditSettings } from './audit-settings';
import { AuditTools } from './audit-tools';
import { useAuditState } from './use-audit-state';

/** Who did what, when and from where; and the proof that nothing of it was changed since. */
export function AuditTrail({ viewer }: { viewer: Viewer }) {
  const [state, change] = useAuditState();
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p className="max-w-3xl text-sm text-pretty text-muted">
        Every change, sign-in, refusal and export. Each entry is chained to the one before by its hash, so that nobody can change, remove or reorder one unnoticed; Verify recomputes the chain.
      </p>
      <AuditTools state={state} />
      {mayCall(viewer, readAuditSettings) ? <AuditSettings viewer={viewer} /> : null}
      <AuditFilters state={state} onChange={change} />
      <AuditList state={state} onChange={change} />
    </div>
  );
}
