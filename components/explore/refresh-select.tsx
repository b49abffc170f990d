'use client';

import { RefreshCw } from 'lucide-react';
import { refreshes, type Refresh } from './explore-state';

interface RefreshSelectProps {
  /** Milliseconds now in force. */
  refreshMs: number;
  isDisabled: boolean;
  onRefresh: (refresh: Refresh) => void;
}

const labels: Record<Refresh, string> = { off: 'Off', '5s': '5 s', '15s': '15 s', '1m': '1 m' };

export function RefreshSelect({ refreshMs, isDisabled, onRefresh }: RefreshSelectProps) {
  const names = Object.keys(refreshes) as Refresh[];
  return (
    <span className="relative inline-flex items-center">
      <RefreshCw aria-hidden className="pointer-events-none absolute left-3 size-4 text-muted" />
      <select
        aria-label="Refresh"
        disabled={isDisabled}
        title={isDisabled ? 'A fixed time does not change' : undefined}
        value={names.find((name) => refreshes[name] === refreshMs) ?? 'off'}
        onChange={(event) => {
          const chosen = names.find((name) => name === event.target.value);
          if (chosen) onRefresh(chosen);
        }}
        className="h-11 rounded-base border border-line-strong bg-surface pr-3 pl-9 text-base disabled:opacity-60 sm:h-9 sm:text-sm"
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {labels[name]}
          </option>
        ))}
      </select>
    </span>
  );
}
