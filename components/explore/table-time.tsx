'use client';

import { Button } from '@/components/ui/button';

interface TableTimeProps {
  /** Null: the end of the range. */
  atMs: number | null;
  onChange: (atMs: number | null) => void;
}

/** The moment whose values the table shows. */
export function TableTime({ atMs, onChange }: TableTimeProps) {
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 sm:flex-none">
      <label htmlFor="explore-at" className="text-sm text-muted">
        At
      </label>
      <input
        id="explore-at"
        type="datetime-local"
        step={1}
        value={atMs === null ? '' : toInput(atMs)}
        onChange={(event) => {
          const at = new Date(event.target.value).getTime();
          onChange(Number.isFinite(at) && at >= 0 ? at : null);
        }}
        className="h-11 min-w-0 flex-1 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:text-sm"
      />
      {atMs === null ? null : (
        <Button look="quiet" onClick={() => onChange(null)}>
          Now
        </Button>
      )}
    </div>
  );
}

/** The local time as `datetime-local` wants it. */
function toInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 19);
}
