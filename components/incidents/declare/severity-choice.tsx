import { useId } from 'react';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import type { IncidentSeverity } from '@/lib/incidents/schemas';

interface SeverityChoiceProps {
  severities: readonly IncidentSeverity[];
  value: string;
  error: string | undefined;
  onChange: (key: string) => void;
}

/** The severities with when each of them holds. */
export function SeverityChoice({ severities, value, error, onChange }: SeverityChoiceProps) {
  const name = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-sm font-medium">Severity</legend>
      <div className="grid min-w-0 grid-cols-1 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(11.5rem,1fr))]">
        {severities.map((severity) => (
          <label
            key={severity.key}
            className="flex min-h-11 min-w-0 cursor-pointer items-start gap-3 rounded-base border px-3 py-2.5 hover:bg-sunken has-checked:border-ink has-checked:ring-1 has-checked:ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink"
          >
            <input type="radio" name={name} value={severity.key} checked={severity.key === value} onChange={() => onChange(severity.key)} className="mt-0.5 size-4 shrink-0 accent-ink" />
            <span className="min-w-0">
              <IncidentSeverityMark severities={severities} severity={severity.key} className="text-sm" />
              {severity.description ? <span className="block text-xs break-words text-muted">{severity.description}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p data-fault tabIndex={-1} className="text-xs text-critical">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
