import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { isAppError, type FieldIssue } from '@/lib/errors';
import { onCallKey } from './on-call-queries';

interface Versioned {
  id: string;
  version: number;
}

interface StoredFormOptions<View extends Versioned, Draft, Settings> {
  /** What is changed; null for something new. */
  stored: View | null;
  /** The draft to begin with. */
  begin: () => Draft;
  read: (draft: Draft) => { settings: Settings | null; issues: readonly FieldIssue[] };
  store: (base: View | null, settings: Settings) => Promise<unknown>;
  load: (id: string) => Promise<View>;
  /** Where to go when it is stored. */
  listPath: string;
}

/** A form whose draft is stored from the version that was read; `theirs` is the newer one where somebody else was faster. */
export function useStoredForm<View extends Versioned, Draft, Settings>({ stored, begin, read, store, load, listPath }: StoredFormOptions<View, Draft, Settings>) {
  const router = useRouter();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [base, setBase] = useState(stored);
  const [theirs, setTheirs] = useState<View | null>(null);
  const [draft, setDraft] = useState(begin);
  const [issues, setIssues] = useState<readonly FieldIssue[]>([]);
  const save = useMutation({
    mutationFn: (settings: Settings) => store(base, settings),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: onCallKey });
      router.push(listPath);
    },
    onError: async (error) => {
      setIssues(isAppError(error) ? error.issues : []);
      focusFirstFault(form.current);
      if (!base || !isAppError(error) || error.code !== 'conflict') return;
      const newer = await load(base.id).catch(() => null);
      if (newer && newer.version !== base.version) setTheirs(newer);
    },
  });
  return {
    form,
    base,
    theirs,
    draft,
    issues,
    save,
    edit(change: Partial<Draft>) {
      setDraft((before) => ({ ...before, ...change }));
      setIssues([]);
    },
    /** Goes on from the newer version with this draft. */
    settle(kept: Draft) {
      setDraft(kept);
      setBase(theirs);
      setTheirs(null);
      save.reset();
    },
    submit() {
      const { settings, issues: found } = read(draft);
      setIssues(found);
      if (settings) save.mutate(settings);
      else focusFirstFault(form.current);
    },
  };
}
