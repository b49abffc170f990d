'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { confirmContact } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { FormError } from './auth-card';

/** A press of a button and not the opening of a link confirms: programs that look into mails open links too. */
export function ConfirmContactForm({ token }: { token: string }) {
  const [state, setState] = useState<{ kind: 'asking' | 'pending' } | { kind: 'done'; address: string } | { kind: 'refused'; sentence: string }>({ kind: 'asking' });

  async function confirm() {
    setState({ kind: 'pending' });
    try {
      setState({ kind: 'done', ...(await callEndpoint(confirmContact, { body: { token } })) });
    } catch (error) {
      setState({ kind: 'refused', sentence: messageOf(error) });
    }
  }

  if (state.kind === 'done') {
    return (
      <p role="status" className="rounded-base border bg-surface p-3 text-sm">
        {state.address} is confirmed. You can close this page.
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {state.kind === 'refused' ? <FormError>{state.sentence}</FormError> : null}
      <Button look="primary" size="large" pending={state.kind === 'pending'} onClick={() => void confirm()}>
        Confirm this address
      </Button>
    </div>
  );
}
