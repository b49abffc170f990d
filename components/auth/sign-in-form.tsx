'use client';

import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { useState, useSyncExternalStore } from 'react';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { beginPasskeySignIn } from '@/lib/account/api';
import { messageOf } from '@/lib/errors';
import { FormError } from './auth-card';
import { AuthForm, EmailField } from './auth-form';
import { enterByPasskey, enterByPassword, type Entered } from './enter';
import { formText } from './form-text';
import { PasswordField } from './password-field';
import { passkeyHindrance, signByPasskey } from './passkeys';
import { SecondStep } from './second-step';

/** `next` is a path that was already found safe. */
export function SignInForm({ next }: { next: string }) {
  const [error, setError] = useState<string | null>(null);
  const [pending, setPending] = useState<'password' | 'passkey' | null>(null);
  const [asked, setAsked] = useState<{ email: string; password: string } | null>(null);
  const hasPasskeys = useSyncExternalStore(never, () => passkeyHindrance() === null, () => false);

  async function run(by: 'password' | 'passkey', attempt: () => Promise<Entered>) {
    setPending(by);
    setError(null);
    const entered = await attempt().catch((thrown: unknown): Entered => ({ kind: 'refused', sentence: messageOf(thrown) }));
    // A full load, so that nothing of an earlier session stays in memory.
    if (entered.kind === 'in') return window.location.assign(next);
    setPending(null);
    if (entered.kind === 'refused') setError(entered.sentence);
    return entered.kind;
  }

  async function submit(form: FormData) {
    const credentials = { email: formText(form, 'email').trim(), password: formText(form, 'password') };
    if ((await run('password', () => enterByPassword(credentials))) === 'second_factor') setAsked(credentials);
  }

  const byPasskey = () => void run('passkey', async () => enterByPasskey(await signByPasskey((await callEndpoint(beginPasskeySignIn)).options)));
  const passkey = hasPasskeys ? (
    <Button size="large" pending={pending === 'passkey'} disabled={pending !== null} onClick={byPasskey}>
      {pending === 'passkey' ? null : <KeyRound aria-hidden className="size-4" />}
      {asked ? 'Use a passkey' : 'Sign in with a passkey'}
    </Button>
  ) : null;

  if (asked) {
    return (
      <SecondStep email={asked.email} error={error} isPending={pending === 'password'} passkey={passkey} onCode={(code) => void run('password', () => enterByPassword({ ...asked, code }))} onBack={() => { setAsked(null); setError(null); }} />
    );
  }
  return (
    <AuthForm onSubmit={(form) => void submit(form)}>
      <EmailField autoFocus />
      <PasswordField label="Password" name="password" autoComplete="current-password" required />
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={pending === 'password'} disabled={pending !== null}>
        {pending === 'password' ? 'Signing in' : 'Sign in'}
      </Button>
      {passkey}
      <Link href="/forgot" className="inline-flex h-11 items-center self-center text-sm text-muted underline underline-offset-4 hover:text-ink">
        Forgot your password?
      </Link>
    </AuthForm>
  );
}

function never(): () => void {
  return () => undefined;
}
