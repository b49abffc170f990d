'use client';

import { FormRefusal } from '@/components/alerts/notify/form-refusal';
import { Button } from '@/components/ui/button';
import { Differences } from '@/components/ui/differences';
import type { SectionDraft } from '../use-section-draft';

interface DraftRefusalProps<Value> {
  /** What was changed: `This role`. */
  what: string;
  section: SectionDraft<Value>;
  differences: (mine: Value, theirs: Value) => { name: string; theirs: string; mine: string }[];
}

/** Why a form was not taken: somebody else was faster, with both sides and the way on, or what the server says. */
export function DraftRefusal<Value>({ what, section: { draft, theirs, issues, save, settle }, differences }: DraftRefusalProps<Value>) {
  if (theirs === null) return <FormRefusal issues={issues} error={save.error} />;
  return (
    <div role="alert" className="flex min-w-0 flex-col gap-2 text-sm">
      <p>{what} was changed by somebody else in the meantime.</p>
      <Differences differences={differences(draft, theirs).filter((each) => each.theirs !== each.mine)} />
      <Button onClick={() => settle('mine')}>Keep mine, and save again</Button>
    </div>
  );
}
