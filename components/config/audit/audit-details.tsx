'use client';

import { Check, Copy } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import type { AuditEntry } from '@/lib/audit/schemas';
import { auditDifferences } from './audit-differences';
import type { AuditState } from './audit-state';

interface AuditDetailsProps {
  entry: AuditEntry;
  onFilter: (change: Partial<AuditState>) => void;
}

/** What changed, and the marks by which an entry is found elsewhere. */
export function AuditDetails({ entry, onFilter }: AuditDetailsProps) {
  const zone = useZone();
  const { seq, at, actor, action, before, after, isTooLong, requestId, address, hash } = entry;
  const differences = auditDifferences(before, after);
  return (
    <div className="flex min-w-0 flex-col gap-4 border-t bg-sunken px-4 py-3 text-sm md:pl-11">
      {isTooLong ? (
        <p className="text-muted">What was before and after is too long to be shown here. The export has it.</p>
      ) : differences.length === 0 ? (
        <p className="text-muted">{before === null && after === null ? 'The entry says nothing more.' : 'Before and after are the same.'}</p>
      ) : (
        <dl aria-label="Changes" className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,3fr)]">
          {differences.map((each) => (
            <div key={each.path} className="contents">
              <dt className="min-w-0 font-mono text-xs leading-5 [overflow-wrap:anywhere] text-muted">{each.path || 'value'}</dt>
              <Side label="Before" value={each.before} />
              <Side label="After" value={each.after} />
            </div>
          ))}
        </dl>
      )}
      <dl className="grid grid-cols-1 gap-x-4 gap-y-1 text-xs sm:grid-cols-[7rem_minmax(0,1fr)]">
        <Mark name="Entry">{seq.toLocaleString('en')}</Mark>
        <Mark name="Written">{zone ? formatAbsolute(at, zone) : new Date(at).toISOString()}</Mark>
        <Mark name="Action">
          <Filter onPress={() => onFilter({ action })}>{action}</Filter>
        </Mark>
        <Mark name="Who">
          <Filter onPress={() => onFilter({ actor: actor.id })}>{`${actor.kind} ${actor.id}`}</Filter>
        </Mark>
        <Mark name="From">{address ? <Filter onPress={() => onFilter({ address })}>{address}</Filter> : 'no address: nobody asked for it'}</Mark>
        <Mark name="Request">
          <Filter onPress={() => onFilter({ requestId })}>{requestId}</Filter>
        </Mark>
        <Mark name="Hash">
          <span className="font-mono [overflow-wrap:anywhere]">{hash}</span>
          <CopyButton text={hash} />
        </Mark>
      </dl>
    </div>
  );
}

function Side({ label, value }: { label: string; value: string | null }) {
  return (
    <dd className="min-w-0 [overflow-wrap:anywhere] whitespace-pre-wrap">
      <span className="text-muted">{label}: </span>
      {value === null ? <span className="text-muted">nothing</span> : value}
    </dd>
  );
}

function Mark({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 max-sm:mb-1">{children}</dd>
    </>
  );
}

function Filter({ onPress, children }: { onPress: () => void; children: string }) {
  return (
    <button type="button" title="Show only these" onClick={onPress} className="max-w-full text-left underline decoration-line-strong underline-offset-2 [overflow-wrap:anywhere] hover:decoration-ink max-sm:min-h-11">
      {children}
    </button>
  );
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Button look="quiet" size="icon" aria-label={isCopied ? 'Copied' : 'Copy the hash'} className="ml-1 align-middle sm:size-6" onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true), () => undefined)}>
      {isCopied ? <Check aria-hidden className="size-3.5" /> : <Copy aria-hidden className="size-3.5" />}
    </Button>
  );
}
