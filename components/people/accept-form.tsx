'use client';

import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { enter } from '@/components/auth/enter';
import { formText } from '@/components/auth/form-text';
import { PasswordField } from '@/components/auth/password-field';
import { describePassword, shortestPassword } from '@/components/auth/password-strength';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { messageOf } from '@/lib/errors';
import { acceptAsNew } from '@/lib/people/api';

/** A new account for who was invited. */
export function AcceptForm({ token, email }: { token: string; email: string }) {
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const hint = describePassword(password);

  async function submit(name: string) {
    if (!hint.isLongEnough) return setError(`Use at least ${shortestPassword} characters.`);
    setError(null);
    setIsPending(true);
    try {
      await callEndpoint(acceptAsNew, { params: { token }, body: { name, password } });
      const problem = await enter(email, password);
      return window.location.assign(problem === null ? '/' : '/sign-in');
    } catch (thrown) {
      setError(messageOf(thrown));
      setIsPending(false);
    }
  }

  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(formText(new FormData(event.currentTarget), 'name').trim());
      }}
      className="flex flex-col gap-4"
    >
      <Field label="Email" name="email" type="email" autoComplete="username" readOnly value={email} />
      <Field label="Your name" name="name" autoComplete="name" required autoFocus maxLength={120} />
      <PasswordField label="Password" name="password" autoComplete="new-password" required maxLength={256} value={password} onChange={(event) => setPassword(event.target.value)} hint={hint.words} />
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={isPending}>
        {isPending ? 'Creating the account' : 'Create the account and join'}
      </Button>
    </form>
  );
}
