'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { AuditEntry } from '@/lib/audit/schemas';
import { AuditDetails } from './audit-details';
import type { AuditState } from './audit-state';
import { auditSentence } from './audit-words';

interface AuditRowProps {
  entry: AuditEntry;
  nowMs: number;
  onFilter: (change: Partial<AuditState>) => void;
}

/** One entry: when, who, what and from where. It opens to what changed. */
export function AuditRow({ entry, nowMs, onFilter }: AuditRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { seq, at, actor, action, address } = entry;
  const isRefusal = action.endsWith('.refuse');
  return (
    <article aria-label={`Entry ${seq}`} data-entry={seq}>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="grid min-h-11 w-full grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 px-4 py-2.5 text-left text-sm hover:bg-sunken md:grid-cols-[auto_7rem_minmax(0,2fr)_minmax(0,5fr)_minmax(0,9rem)]"
      >
        <ChevronRight aria-hidden className={cn('mt-0.5 size-4 shrink-0 text-muted transition-transform duration-100', isOpen && 'rotate-90')} />
        <span className="text-muted max-md:order-3 max-md:col-start-2 max-md:text-xs">
          <Since atMs={at} nowMs={Math.max(nowMs, at)} form="ago" />
          <span className="md:hidden">
            {' '}
            by {actorWords(actor)}
            {address ? `, from ${address}` : ''}
          </span>
        </span>
        <span className="min-w-0 truncate max-md:hidden" title={actorWords(actor)}>
          {actorWords(actor)}
        </span>
        <span className={cn('min-w-0 break-words', isRefusal && 'font-medium text-warning')}>{auditSentence(entry)}</span>
        <span className="min-w-0 truncate text-muted max-md:hidden md:text-right">{address ?? ''}</span>
      </button>
      {isOpen ? <AuditDetails entry={entry} onFilter={onFilter} /> : null}
    </article>
  );
}

function actorWords({ kind, id, name }: AuditEntry['actor']): string {
  if (kind === 'system') return `Nines (${name ?? id})`;
  if (kind === 'key') return `Key ${name ?? id.slice(0, 8)}`;
  return name ?? `${id.slice(0, 8)} (gone)`;
}
