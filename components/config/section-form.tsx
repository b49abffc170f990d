'use client';

import type { ReactNode } from 'react';
import { Overtaken } from '@/components/alerts/on-call/overtaken';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Differences } from '@/components/ui/differences';
import { messageOf, type FieldIssue } from '@/lib/errors';
import type { SectionDraft } from './use-section-draft';

interface SectionFormProps<Value> {
  label: string;
  /** What the button says: what happens. */
  saveLabel: string;
  section: SectionDraft<Value>;
  /** Where both sides differ, in words. */
  differences: (mine: Value, theirs: Value) => { name: string; mine: string; theirs: string }[];
  canEdit: boolean;
  isValid?: boolean;
  /** What saving would do, beside the button. */
  preview?: ReactNode;
  children: ReactNode;
}

/** A section that is saved as one; a save that somebody overtook shows both sides. */
export function SectionForm<Value>({ label, saveLabel, section, differences, canEdit, isValid = true, preview, children }: SectionFormProps<Value>) {
  const { draft, theirs, isChanged, save, settle, discard, submit } = section;
  return (
    <form
      noValidate
      aria-label={label}
      className="flex min-w-0 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && isValid) submit();
      }}
    >
      {theirs ? (
        <div className="flex flex-col gap-2">
          <Overtaken thing="section" onTakeTheirs={() => settle('theirs')} onKeepMine={() => settle('mine')} />
          <Differences differences={differences(draft, theirs)} />
        </div>
      ) : null}
      <fieldset disabled={!canEdit} className="flex min-w-0 flex-col gap-4">
        {children}
      </fieldset>
      {preview}
      {!theirs && save.isError ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
          {messageOf(save.error)}
        </p>
      ) : null}
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
      ) : (
        <p className="text-sm text-muted">You can read these settings. An owner or admin can change them.</p>
      )}
    </form>
  );
}

/** The sentence of the server about one field. */
export function refusedOf(issues: readonly FieldIssue[], field: string): string | undefined {
  return issues.find(({ path }) => path.endsWith(`.${field}`) || path === field)?.message;
}
