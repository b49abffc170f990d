import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { AppError, isAppError, type FieldIssue } from '@/lib/errors';

export interface Versioned<Value> {
  version: number;
  value: Value;
}

interface Options<Value> {
  stored: Versioned<Value>;
  save: (next: Versioned<Value>) => Promise<Versioned<Value>>;
  /** Reads what is stored now, after a save was refused because of it. */
  read: () => Promise<Versioned<Value>>;
  onSaved?: (saved: Versioned<Value>) => void;
}

/** What is typed over a section that is stored with its version, and how it is saved. */
export function useSectionDraft<Value>({ stored, save: send, read, onSaved }: Options<Value>) {
  const [base, setBase] = useState(stored);
  const [draft, setDraft] = useState(stored.value);
  const [theirs, setTheirs] = useState<Versioned<Value> | null>(null);
  const save = useMutation({
    mutationFn: () => send({ version: base.version, value: draft }),
    onSuccess: (saved) => {
      begin(saved, saved.value);
      onSaved?.(saved);
    },
    onError: async (error) => {
      if (!isAppError(error) || error.code !== 'conflict') return;
      const newer = await read().catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
  });

  function begin(from: Versioned<Value>, kept: Value) {
    setBase(from);
    setDraft(kept);
    setTheirs(null);
  }

  // Those of a conflict are both sides, which are shown side by side.
  const issues: readonly FieldIssue[] = isAppError(save.error) && save.error.code !== 'conflict' ? save.error.issues : [];
  return {
    draft, issues, save,
    /** What the draft was made from. */
    stored: base.value,
    theirs: theirs?.value ?? null,
    isChanged: JSON.stringify(draft) !== JSON.stringify(base.value),
    edit: (change: Partial<Value>) => {
      setDraft((before) => ({ ...before, ...change }));
      if (!save.isIdle && !save.isPending && !theirs) save.reset();
    },
    discard: () => {
      begin(base, base.value);
      save.reset();
    },
    settle: (side: 'mine' | 'theirs') => {
      if (theirs) begin(theirs, side === 'mine' ? draft : theirs.value);
      save.reset();
    },
    submit: () => save.mutate(),
  };
}

export type SectionDraft<Value> = ReturnType<typeof useSectionDraft<Value>>;

/** The settings that a form says; throws AppError `invalid` with what is to be corrected in it. */
export function settingsRead<Settings>({ settings, issues = [] }: { settings: Settings | null; issues?: FieldIssue[] }): Settings {
  if (settings === null) throw new AppError('invalid', 'Something is to be corrected.', { issues });
  return settings;
}
