'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { useZone } from '@/components/time/zone';
import { ranges } from '@/lib/health/ranges';
import { parseRange, shortestWindowMs, type RangeSelection } from './range-selection';

interface CustomRangeFormProps {
  selection: RangeSelection;
  onSelect: (selection: RangeSelection) => void;
}

export function CustomRangeForm({ selection, onSelect }: CustomRangeFormProps) {
  const zone = useZone();
  const [start] = useState(() => windowOfSelection(selection, Date.now()));
  const [from, setFrom] = useState(toInput(start.fromMs));
  const [to, setTo] = useState(toInput(start.toMs));
  const [error, setError] = useState<string>();

  function submit() {
    const fromMs = new Date(from).getTime();
    const toMs = new Date(to).getTime();
    if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) return setError('Give both times.');
    if (toMs - fromMs < shortestWindowMs) return setError('To must be at least 10 s after from.');
    const parsed = parseRange(new URLSearchParams({ from: String(fromMs), to: String(toMs) }));
    if (parsed.kind !== 'custom') return setError('The window is at most 400 days.');
    onSelect(parsed);
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      className="flex flex-col gap-4"
    >
      <Field label="From" type="datetime-local" step={1} value={from} onChange={(event) => setFrom(event.target.value)} required />
      <Field
        label="To"
        type="datetime-local"
        step={1}
        value={to}
        onChange={(event) => setTo(event.target.value)}
        error={error}
        hint={zone ? `Times are in your zone, ${zone}.` : undefined}
        required
      />
      <Button type="submit" look="primary" size="large">
        Show this range
      </Button>
    </form>
  );
}

function windowOfSelection(selection: RangeSelection, nowMs: number): { fromMs: number; toMs: number } {
  if (selection.kind === 'custom') return selection;
  return { fromMs: nowMs - ranges[selection.name].durationMs, toMs: nowMs };
}

/** The local time as `datetime-local` wants it. */
function toInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 19);
}
