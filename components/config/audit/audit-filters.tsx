'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { SearchField } from '@/components/ui/search-field';
import type { AuditState } from './audit-state';

interface AuditFiltersProps {
  state: AuditState;
  onChange: (change: Partial<AuditState>, isTyped?: boolean) => void;
}

const kinds = [
  ['', 'All actions'], ['session', 'Sign-ins'], ['access.refuse', 'Refusals'], ['member', 'Members'], ['key', 'API keys'], ['settings', 'Settings'], ['config', 'Configuration'], ['alert', 'Alerts and rules'], ['incident', 'Incidents'],
  ['silence', 'Silences'], ['check', 'Checks'], ['service', 'Services'], ['channel', 'Channels'], ['statement', 'Statements'], ['status_p', 'Status page'], ['audit', 'The trail itself'],
] as const;

const control = 'h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:w-auto sm:text-sm';

/** What, who, from where and when. */
export function AuditFilters({ state, onChange }: AuditFiltersProps) {
  const [isOpen, setIsOpen] = useState(false);
  const set = [state.actor, state.address, state.from, state.to].filter((each) => each !== '').length;
  const isKnown = kinds.some(([action]) => action === state.action);
  return (
    <div role="search" aria-label="Audit trail" className="flex flex-wrap items-center gap-2">
      <SearchField aria-label="Words" placeholder="Words in the entry" value={state.text} onChange={(text) => onChange({ text }, true)} />
      <select aria-label="Action" value={state.action} onChange={(event) => onChange({ action: event.target.value })} className={control}>
        {isKnown ? null : <option value={state.action}>{state.action}</option>}
        {kinds.map(([action, label]) => (
          <option key={action} value={action}>
            {label}
          </option>
        ))}
      </select>
      <Button className="w-full sm:hidden" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {isOpen ? 'Fewer filters' : set > 0 ? `More filters, ${set} set` : 'More filters'}
      </Button>
      <div className={cn('contents', !isOpen && 'max-sm:hidden')}>
        <SearchField aria-label="Who" placeholder="Who" className="sm:max-w-48 sm:basis-36" value={state.actor} onChange={(actor) => onChange({ actor }, true)} />
        <SearchField aria-label="Address" placeholder="Address" className="sm:max-w-48 sm:basis-36" value={state.address} onChange={(address) => onChange({ address }, true)} />
        <div className="grid w-full grid-cols-2 gap-2 sm:flex sm:w-auto">
          <Day label="From" value={state.from} max={state.to} onChange={(from) => onChange({ from })} />
          <Day label="To" value={state.to} min={state.from} onChange={(to) => onChange({ to })} />
        </div>
      </div>
      {state.requestId === '' ? null : (
        <button type="button" onClick={() => onChange({ requestId: '' })} className="h-11 max-w-full truncate rounded-base border px-3 text-sm hover:bg-sunken sm:h-9">
          Request {state.requestId.slice(0, 8)}: show all requests
        </button>
      )}
    </div>
  );
}

function Day({ label, value, min, max, onChange }: { label: string; value: string; min?: string; max?: string; onChange: (day: string) => void }) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-sm text-muted">
      {label}
      <input type="date" value={value} min={min || undefined} max={max || undefined} onChange={(event) => onChange(event.target.value)} className={`${control} text-ink`} />
    </label>
  );
}
