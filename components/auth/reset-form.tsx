'use client';

import Link from 'next/link';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { resetPassword } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { FormError } from './auth-card';
import { AuthForm } from './auth-form';
import { PasswordField } from './password-field';
import { describePassword, shortestPassword } from './password-strength';

export function ResetForm({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const [state, setState] = useState<'asking' | 'pending' | 'done'>('asking');
  const [error, setError] = useState<string | null>(null);
  const hint = describePassword(password);

  async function submit() {
    setError(null);
    if (!hint.isLongEnough) return setError(`Use at least ${shortestPassword} characters.`);
    setState('pending');
    try {
      await callEndpoint(resetPassword, { body: { token, password } });
      setState('done');
    } catch (thrown) {
      setError(messageOf(thrown));
      setState('asking');
    }
  }

  if (state === 'done') {
    return (
      <div role="status" className="flex flex-col gap-4 text-sm">
        <p className="rounded-base border bg-surface p-3">Your new password is set, and every session ended. A second factor stays as it was.</p>
        <Link href="/sign-in" className={buttonStyle({ look: 'primary', size: 'large' })}>
          Sign in
        </Link>
      </div>
    );
  }
  return (
    <AuthForm onSubmit={() => void submit()}>
      <PasswordField label="New password" name="password" autoComplete="new-password" required autoFocus maxLength={256} value={password} onChange={(event) => setPassword(event.target.value)} hint={hint.words} />
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={state === 'pending'}>
        Set the new password
      </Button>
    </AuthForm>
  );
}
