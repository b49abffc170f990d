'use client';

import { useEffect, useRef, type ReactNode } from 'react';
import { focusFirstFault } from '@/components/alerts/notify/focus-fault';
import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { Overtaken } from '@/components/ui/overtaken';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Differences } from '@/components/ui/differences';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import type { SectionKey } from '@/lib/configuration/schemas';
import type { FieldIssue } from '@/lib/errors';
import type { SectionDraft } from './use-section-draft';

interface SectionFormProps<Value> {
  label: string;
  /** What the button says: what happens. */
  saveLabel: string;
  section: SectionDraft<Value>;
  /** Which part of the configuration it is: a file may manage it. */
  part: SectionKey;
  /** Where both sides differ, in words. */
  differences: (mine: Value, theirs: Value) => { name: string; mine: string; theirs: string }[];
  canEdit: boolean;
  /** Who can, for those who read only. */
  whoCan?: string;
  isValid?: boolean;
  /** What saving would do, beside the button. */
  preview?: ReactNode;
  children: ReactNode;
}

/** A section that is saved as one; a save that somebody overtook shows both sides. */
export function SectionForm<Value>({ label, saveLabel, section, part, differences, canEdit: isAllowed, whoCan = 'An owner or admin', isValid = true, preview, children }: SectionFormProps<Value>) {
  const { draft, theirs, isChanged, issues, save, settle, discard, submit } = section;
  const canEdit = useCanEdit(part, isAllowed);
  const form = useRef<HTMLFormElement>(null);
  // Synchronises the browser's focus with what was refused: who saved may be far below it.
  useEffect(() => {
    if (save.error) focusFirstFault(form.current);
  }, [save.error, theirs]);
  return (
    <form
      ref={form}
      noValidate
      aria-label={label}
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (canEdit && isChanged && isValid) submit();
      }}
    >
      <ManagedNotice section={part} />
      {theirs ? (
        <div data-fault tabIndex={-1} className="flex scroll-mt-20 flex-col gap-2 focus-visible:outline-none">
          <Overtaken thing="section" onTakeTheirs={() => settle('theirs')} onKeepMine={() => settle('mine')} />
          <Differences differences={differences(draft, theirs)} />
        </div>
      ) : null}
      <fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4 disabled:[&_:is(input,select,textarea)]:bg-sunken">
        {children}
      </fieldset>
      {preview}
      {theirs ? null : <FormRefusal issues={issues} error={save.error} />}
      {canEdit ? (
        <div className={cn('flex flex-wrap items-center gap-3', isChanged && 'sticky bottom-0 z-10 -mx-4 border-t bg-page px-4 py-3 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]')}>
          <Button type="submit" look="primary" size="large" className="max-sm:flex-1" pending={save.isPending} disabled={!isChanged || !isValid || theirs !== null}>
            {saveLabel}
          </Button>
          {isChanged && !save.isPending ? (
            <Button look="quiet" size="large" onClick={discard}>
              Discard
            </Button>
          ) : null}
          <span role="status" className="text-sm text-muted empty:sr-only">
            {isChanged ? 'Not saved yet.' : save.isSuccess ? 'Saved.' : ''}
          </span>
        </div>
      ) : isAllowed ? null : (
        <p className="text-sm text-muted">You can read these settings. {whoCan} can change them.</p>
      )}
    </form>
  );
}

/** The sentence of the server about one field. */
export function refusedOf(issues: readonly FieldIssue[], field: string): string | undefined {
  return issues.find(({ path }) => path.endsWith(`.${field}`) || path === field)?.message;
}
