import { Field } from '@/components/ui/field';
import { keyLimits } from '@/lib/keys/api';

/** The days of the field: null for none, undefined while it is no number within the bounds. */
export function readDays(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const days = Number(text);
  return Number.isInteger(days) && days >= 1 && days <= keyLimits.days ? days : undefined;
}

/** When a key ends by itself. */
export function ExpiryField({ days, onChange }: { days: string; onChange: (days: string) => void }) {
  const read = readDays(days);
  return (
    <div className="flex flex-col gap-2">
      <Field label="Ends after (days)" inputMode="numeric" autoComplete="off" value={days} error={read === undefined ? `A whole number from 1 to ${keyLimits.days}, or nothing.` : undefined} hint={`From 1 to ${keyLimits.days}. Empty: it never ends by itself.`} onChange={(event) => onChange(event.target.value)} />
      {read === null ? <p className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm">A key without an end works until somebody revokes it, also when it leaked and nobody noticed.</p> : null}
    </div>
  );
}
