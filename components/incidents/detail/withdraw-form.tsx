'use client';

import { callEndpoint } from '@/components/api-client';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { withdrawStatusPost } from '@/lib/status-pages/api';
import { DialogForm } from './dialog-form';
import { Markdown } from './markdown';
import { useAct } from './use-act';

interface WithdrawFormProps {
  postId: string;
  entry: TimelineEntry;
  onClose: () => void;
}

/** Takes back what the public reads of an update; the timeline keeps it. */
export function WithdrawForm({ postId, entry, onClose }: WithdrawFormProps) {
  const withdraw = useAct(() => callEndpoint(withdrawStatusPost, { params: { id: postId } }), onClose);
  return (
    <DialogForm submit="Withdraw" isPending={withdraw.isPending} error={withdraw.error} onSubmit={() => withdraw.mutate(undefined)}>
      <p className="text-sm">
        Its title and its text are taken off the status page, its feeds and what waits to be sent; “This update was withdrawn.” stands there instead. What was sent is sent, and the timeline keeps it. This cannot be undone.
      </p>
      <div className="max-h-60 overflow-y-auto rounded-base border bg-page px-3 py-2">
        <Markdown text={entry.text} />
      </div>
    </DialogForm>
  );
}
