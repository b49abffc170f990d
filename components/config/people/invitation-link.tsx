'use client';

import { Copy } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import type { createInvitation } from '@/lib/people/api';

type Invited = z.output<(typeof createInvitation)['response']>;

const mailWords: Record<Invited['mail'], (email: string) => string> = {
  sent: (email) => `The link was sent to ${email}. You can also pass it on yourself; it is not shown again.`,
  no_channel: (email) => `No email was sent, because there is no email channel. Pass the link on to ${email} yourself; it is not shown again.`,
  failed: (email) => `The mail server did not take the email. Pass the link on to ${email} yourself; it is not shown again.`,
};

/** The one-time link of an invitation, and whether it was sent. */
export function InvitationLink({ invited: { invitation, url, mail }, onDone }: { invited: Invited; onDone: () => void }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p role="status" className="rounded-base border border-warning-fill bg-warning-soft px-4 py-2 text-sm break-words">
        {mailWords[mail](invitation.email)}
      </p>
      <Field
        label="Link"
        data-first
        readOnly
        value={url}
        className="font-mono"
        onFocus={(event) => event.currentTarget.select()}
        hint={copied === 'yes' ? 'It is copied.' : copied === 'refused' ? 'The browser did not let it be copied. Select it and copy it by hand.' : 'It works once.'}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          size="large"
          onClick={() =>
            void copyText(url).then((isCopied) => {
              setCopied(isCopied ? 'yes' : 'refused');
            })
          }
        >
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
        <Button look="quiet" size="large" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}

/** Whether it is on the clipboard: pages without https have none. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
