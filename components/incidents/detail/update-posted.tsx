import { CircleCheck } from 'lucide-react';
import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import type { postUpdate } from '@/lib/incidents/api';

interface UpdatePostedProps {
  result: z.output<(typeof postUpdate)['response']>;
  /** Null: the public was not told. */
  publicUrl: string | null;
  onClose: () => void;
}

/** Whom the update went to, and whom it could not be sent to. */
export function UpdatePosted({ result: { deliveries, left }, publicUrl, onClose }: UpdatePostedProps) {
  return (
    <div role="status" className="flex min-w-0 flex-col gap-4">
      <p className="flex items-start gap-2 text-base font-medium">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-ok-fill" />
        <span>
          Posted. It stands on the timeline{deliveries === 0 ? '; nobody else is told of it.' : ` and is on its way to ${deliveries.toLocaleString('en')} ${deliveries === 1 ? 'place' : 'places'}.`}
        </span>
      </p>
      {publicUrl ? (
        <p className="text-sm break-words">
          The public reads it on the{' '}
          <a href={publicUrl} target="_blank" rel="noreferrer" className="underline underline-offset-4">
            status page
          </a>
          .
        </p>
      ) : null}
      {left.length > 0 ? (
        <div className="rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
          <p className="flex items-center gap-2 font-medium">
            <StateIcon state="warning" />
            Not told:
          </p>
          <ul className="mt-1 list-disc pl-6">
            {left.map((reason, index) => (
              <li key={index} className="break-words">
                {reason}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <Button look="primary" size="large" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}
