'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { askForReset } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { FormError } from './auth-card';
import { AuthForm, EmailField } from './auth-form';
import { formText } from './form-text';

/** Asks for a link to set a new password; what it says then is the same for every address. */
export function ForgotForm() {
  const [state, setState] = useState<{ kind: 'asking' | 'pending' | 'asked' } | { kind: 'refused'; sentence: string }>({ kind: 'asking' });

  async function submit(form: FormData) {
    setState({ kind: 'pending' });
    try {
      await callEndpoint(askForReset, { body: { email: formText(form, 'email').trim() } });
      setState({ kind: 'asked' });
    } catch (error) {
      setState({ kind: 'refused', sentence: messageOf(error) });
    }
  }

  if (state.kind === 'asked') {
    return (
      <div role="status" className="flex flex-col gap-2 rounded-base border bg-surface p-3 text-sm">
        <p>If an account with a password has this address, a link is on its way to it. It works for 30 minutes and once.</p>
        <p className="text-muted">No mail comes where Nines has no email channel. Then ask an owner of your organisation, or who runs Nines: the command line can help.</p>
      </div>
    );
  }
  return (
    <AuthForm onSubmit={(form) => void submit(form)}>
      <EmailField autoFocus />
      {state.kind === 'refused' ? <FormError>{state.sentence}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={state.kind === 'pending'}>
        Send the link
      </Button>
    </AuthForm>
  );
}
