'use client';

import { FilePlus2, Save } from 'lucide-react';
import { useState } from 'react';
import { Since } from '@/components/time/since';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Segmented } from '@/components/ui/segmented';
import { incidentLimits } from '@/lib/incidents/schemas';
import type { IncidentData } from '../detail/incident-data';
import { Markdown } from '../detail/markdown';
import type { Reviewing } from './use-review';

interface ReviewEditorProps {
  review: Reviewing;
  stored: IncidentData['review'];
  nowMs: number;
}

/** The review in Markdown, beside what it becomes on a wide screen. */
export function ReviewEditor({ review, stored, nowMs }: ReviewEditorProps) {
  const [view, setView] = useState<'write' | 'preview'>('write');
  const isEmpty = review.text.trim() === '';
  return (
    <Card className="flex flex-col">
      <header className="flex flex-wrap items-center justify-between gap-2 py-2 pr-2 pl-4">
        <h2 className="text-sm font-medium">
          Review
        </h2>
        <span className="flex flex-wrap items-center gap-2">
          <Segmented label="Write or preview" className="xl:hidden" value={view} onChange={setView} options={[{ value: 'write', label: 'Write' }, { value: 'preview', label: 'Preview' }]} />
          <Button look="quiet" pending={review.isBeginning} onClick={review.begin}>
            {review.isBeginning ? null : <FilePlus2 aria-hidden className="size-4" />}
            Start from a draft
          </Button>
        </span>
      </header>
      <div className="grid min-w-0 flex-1 grid-cols-1 border-t xl:grid-cols-2 xl:divide-x">
        <form
          noValidate
          id="review-form"
          className={cn('flex min-w-0', view === 'preview' && 'max-xl:hidden')}
          onSubmit={(event) => {
            event.preventDefault();
            if (review.isUnsaved && !review.isSaving) review.save();
          }}
        >
          <textarea
            aria-label="Review"
            value={review.text}
            maxLength={incidentLimits.review}
            placeholder={'What happened, whom it touched, what helped, what hindered, and what will be different next time.\n\nA draft has the impact, the timeline and the figures filled in already.'}
            onChange={(event) => review.write(event.target.value)}
            onKeyDown={(event) => {
              if ((event.key === 'Enter' || event.key === 's') && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                event.currentTarget.form?.requestSubmit();
              }
            }}
            className="field-sizing-content min-h-[28rem] w-full min-w-0 resize-none bg-surface px-4 py-3 font-mono text-base placeholder:font-sans placeholder:text-muted focus-visible:-outline-offset-2 sm:text-sm xl:min-h-[36rem]"
          />
        </form>
        <div role="region" aria-label="Preview of the review" className={cn('min-w-0 px-4 py-3', view === 'write' && 'max-xl:hidden')}>
          {isEmpty ? <p className="text-sm text-muted">What you write shows here.</p> : <Markdown text={review.text} />}
        </div>
      </div>
      <footer className="sticky bottom-0 flex flex-wrap items-center justify-between gap-2 rounded-b-base border-t bg-surface px-4 py-2 max-sm:bottom-[calc(3.5rem+env(safe-area-inset-bottom))]">
        <p role="status" className="min-w-0 text-xs text-muted">
          {review.isUnsaved ? (review.isOvertaken ? 'Not saved. Somebody saved another version meanwhile; saving shows both.' : 'Not saved yet; it is kept in this tab.') : stored ? <>Saved <Since atMs={stored.updatedAt} nowMs={nowMs} form="ago" /></> : 'Nothing was saved yet.'}
        </p>
        <Button type="submit" form="review-form" look="primary" pending={review.isSaving} disabled={!review.isUnsaved}>
          {review.isSaving ? null : <Save aria-hidden className="size-4" />}
          Save the review
        </Button>
      </footer>
    </Card>
  );
}
