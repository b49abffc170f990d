'use client';

import { useEffect, useEffectEvent, useState, type Ref } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { addEntry } from '@/lib/incidents/api';
import { incidentLimits } from '@/lib/incidents/schemas';
import { Markdown } from './markdown';
import { useAct } from './use-act';
import { useKeptText } from './use-kept-text';

interface ComposerProps {
  id: string;
  ref: Ref<HTMLTextAreaElement>;
  onWriting: (isWriting: boolean) => void;
}

/** A comment for the timeline. What was written stays until it is saved. */
export function Composer({ id, ref, onWriting }: ComposerProps) {
  const [text, setText] = useKeptText(`incident comment ${id}`);
  const [isPreview, setIsPreview] = useState(false);
  const [at, setAt] = useState<string | null>(null);
  const [isFocused, setIsFocused] = useState(false);
  const comment = useAct(
    (written: string) => callEndpoint(addEntry, { params: { id }, body: { text: written.trim(), at: at === null ? undefined : (fromLocalInput(at) ?? undefined) } }),
    (_, written) => {
      // Who went on writing while it was saved keeps that.
      setText(text === written ? '' : text);
      setAt(null);
      setIsPreview(false);
    },
  );
  const isEmpty = text.trim() === '';
  const isOpen = isFocused || !isEmpty || at !== null;
  const isWriting = isFocused && !isEmpty;
  const tell = useEffectEvent(onWriting);
  // Synchronises what the others see with the writing.
  useEffect(() => tell(isWriting), [isWriting]);
  return (
    <form
      noValidate
      className="sticky top-14 z-10 flex flex-col gap-2 border-y bg-surface px-4 py-2"
      onFocus={() => setIsFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setIsFocused(false);
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEmpty && !comment.isPending) comment.mutate(text);
      }}
    >
      {isPreview && !isEmpty ? (
        <div role="region" aria-label="Preview of the comment" className="max-h-60 min-h-11 overflow-y-auto rounded-base border border-dashed bg-page px-3 py-2">
          <Markdown text={text} />
        </div>
      ) : (
        <textarea
          ref={ref}
          aria-label="Comment"
          aria-keyshortcuts="m"
          placeholder="What you see or try, in Markdown"
          rows={1}
          maxLength={incidentLimits.comment}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          className="field-sizing-content max-h-60 min-h-11 w-full min-w-0 resize-none rounded-base border border-line-strong bg-surface px-3 py-2.5 text-base placeholder:text-muted sm:min-h-9 sm:py-2 sm:text-sm"
        />
      )}
      {at === null ? null : (
        <label className="flex flex-wrap items-center gap-2 text-xs text-muted">
          Happened at
          <input type="datetime-local" value={at} onChange={(event) => setAt(event.target.value)} className="h-11 min-w-0 rounded-base border border-line-strong bg-surface px-2 text-base text-ink sm:h-8 sm:text-sm" />
        </label>
      )}
      {isOpen ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <span className="flex flex-wrap">
            <Button look="quiet" className="-ml-3 text-muted max-sm:px-3" aria-pressed={isPreview} disabled={isEmpty} onClick={() => setIsPreview(!isPreview)}>
              {isPreview ? 'Write' : 'Preview'}
            </Button>
            <Button look="quiet" className="text-muted max-sm:px-3" aria-pressed={at !== null} onClick={() => setAt(at === null ? toLocalInput(Date.now()) : null)}>
              {at === null ? 'Happened earlier' : 'Happened now'}
            </Button>
          </span>
          <span className="flex items-center gap-3">
            <kbd className="hidden font-mono text-xs text-muted lg:inline">Ctrl Enter</kbd>
            <Button type="submit" look="primary" pending={comment.isPending} disabled={isEmpty}>
              Comment
            </Button>
          </span>
        </div>
      ) : null}
      {comment.isError ? (
        <p role="alert" className="text-sm text-critical">
          The comment was not saved. {messageOf(comment.error)}
        </p>
      ) : null}
    </form>
  );
}
