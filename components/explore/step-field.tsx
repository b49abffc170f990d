'use client';

import { useState } from 'react';
import { formatDurationMs } from '@/lib/scrape/duration';

interface StepFieldProps {
  step: string;
  /** The step that is drawn. */
  drawnMs: number;
  fault: string | null;
  onStep: (step: string) => void;
}

/** The distance between two points; left empty, the window chooses it. */
export function StepField({ step, drawnMs, fault, onStep }: StepFieldProps) {
  const [draft, setDraft] = useState({ step, text: step });
  // Another step came in by the URL.
  if (draft.step !== step) setDraft({ step, text: step });
  const submit = () => onStep(draft.text.trim());
  return (
    <div className="flex min-w-0 items-center gap-2">
      <label htmlFor="explore-step" className="text-sm text-muted">
        Step
      </label>
      <input
        id="explore-step"
        value={draft.text}
        placeholder={`auto, ${formatDurationMs(drawnMs)}`}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? 'explore-step-fault' : undefined}
        onChange={(event) => setDraft({ step, text: event.target.value })}
        onBlur={submit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') submit();
        }}
        className="h-11 w-28 rounded-base border border-line-strong bg-surface px-3 text-base placeholder:text-muted aria-invalid:border-critical sm:h-9 sm:text-sm"
      />
    </div>
  );
}
