'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { commentOnAlert } from '@/lib/alerts/api';
import { messageOf } from '@/lib/errors';
import { alertsKey } from './alert-queries';
import { mayCall, type Viewer } from './viewer';

/** A comment on the timeline. What was written stays when it could not be saved. */
export function CommentForm({ id, viewer }: { id: string; viewer: Viewer }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const comment = useMutation({
    mutationFn: () => callEndpoint(commentOnAlert, { params: { id }, body: { text } }),
    onSuccess: () => setText(''),
    onSettled: () => queries.invalidateQueries({ queryKey: alertsKey }),
  });
  if (!mayCall(viewer, commentOnAlert)) return null;
  return (
    <form
      noValidate
      className="flex flex-wrap items-start gap-2 border-t px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '' && !comment.isPending) comment.mutate();
      }}
    >
      <textarea
        aria-label="Comment"
        placeholder="What you see or try"
        rows={1}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
        }}
        className="min-h-11 min-w-0 flex-1 rounded-base border border-line-strong bg-surface px-3 py-2 text-base placeholder:text-muted sm:min-h-9 sm:text-sm"
      />
      <Button type="submit" pending={comment.isPending} disabled={text.trim() === ''}>
        Comment
      </Button>
      {comment.isError ? (
        <p role="alert" className="basis-full text-sm text-critical">
          The comment was not saved. {messageOf(comment.error)}
        </p>
      ) : null}
    </form>
  );
}
