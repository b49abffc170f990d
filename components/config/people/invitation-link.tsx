'use client';

import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { CopyField } from '@/components/ui/copy-field';
import type { createInvitation } from '@/lib/people/api';

type Invited = z.output<(typeof createInvitation)['response']>;

const mailWords: Record<Invited['mail'], (email: string) => string> = {
  sent: (email) => `The link was sent to ${email}. You can also pass it on yourself; it is not shown again.`,
  no_channel: (email) => `No email was sent, because there is no email channel. Pass the link on to ${email} yourself; it is not shown again.`,
  failed: (email) => `The mail server did not take the email. Pass the link on to ${email} yourself; it is not shown again.`,
};

/** The one-time link of an invitation, and whether it was sent. */
export function InvitationLink({ invited: { invitation, url, mail }, onDone }: { invited: Invited; onDone: () => void }) {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p role="status" className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm break-words">
        {mailWords[mail](invitation.email)}
      </p>
      <CopyField label="Link" text={url} isFirst hint="It works once." />
      <Button look="primary" size="large" onClick={onDone}>
        Done
      </Button>
    </div>
  );
}
