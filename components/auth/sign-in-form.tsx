'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormError } from './auth-card';
import { enter } from './enter';
import { formText } from './form-text';
import { PasswordField } from './password-field';

/** `next` is a path that was already found safe. */
export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);

  async function submit(form: FormData) {
    setIsPending(true);
    setError(null);
    const problem = await enter(formText(form, 'email').trim(), formText(form, 'password'));
    // A full load, so that nothing of an earlier session stays in memory.
    if (problem === null) return window.location.assign(next);
    setError(problem);
    setIsPending(false);
  }

  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      className="flex flex-col gap-4"
    >
      <Field label="Email" name="email" type="email" autoComplete="username" inputMode="email" autoCapitalize="none" required autoFocus />
      <PasswordField label="Password" name="password" autoComplete="current-password" required />
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={isPending}>
        {isPending ? 'Signing in' : 'Sign in'}
      </Button>
    </form>
  );
}
