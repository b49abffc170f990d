'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { PasswordField } from '@/components/auth/password-field';
import { signByPasskey } from '@/components/auth/passkeys';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { beginProof, prove } from '@/lib/account/api';
import type { SecondFactors } from '@/lib/account/schemas';
import { messageOf } from '@/lib/errors';

type Means = { password: string } | { code: string } | 'passkey';

/** Asks again who one is, before second factors are changed. */
export function ProveForm({ by, onProved }: { by: SecondFactors['proof']['by']; onProved: () => void }) {
  const [text, setText] = useState('');
  const [isByCode, setIsByCode] = useState(!by.includes('password'));
  const run = useMutation({
    mutationFn: async (means: Means) => callEndpoint(prove, { body: means === 'passkey' ? { passkey: await signByPasskey((await callEndpoint(beginProof)).options) } : means }),
    onSuccess: onProved,
  });
  if (by.length === 0) return <p className="text-sm">Sign out and in again: then second factors can be changed for ten minutes.</p>;
  const hasText = by.includes('password') || by.includes('code');
  const isCode = isByCode && by.includes('code');
  return (
    <form
      method="post"
      className="flex flex-col gap-3 rounded-base border bg-sunken p-3"
      onSubmit={(event) => {
        event.preventDefault();
        run.mutate(isCode ? { code: text.trim() } : { password: text });
      }}
    >
      <p className="text-sm">Prove that it is you. Then second factors can be changed for ten minutes.</p>
      {!hasText ? null : isCode ? (
        <Field key="code" label="Code" autoComplete="one-time-code" autoCapitalize="none" spellCheck={false} maxLength={40} required value={text} hint="Of your authenticator app, or a recovery code." onChange={(event) => setText(event.target.value)} />
      ) : (
        <PasswordField key="password" label="Your password" autoComplete="current-password" required maxLength={256} value={text} onChange={(event) => setText(event.target.value)} />
      )}
      {run.error ? <FormError>{messageOf(run.error)}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" pending={run.isPending} disabled={text === ''}>
          Prove it
        </Button>
        {by.includes('passkey') ? <Button disabled={run.isPending} onClick={() => run.mutate('passkey')}>Use a passkey</Button> : null}
        {by.includes('password') && by.includes('code') ? <Button look="quiet" onClick={() => { setIsByCode(!isByCode); setText(''); }}>{isCode ? 'Use the password' : 'Use a code'}</Button> : null}
      </div>
    </form>
  );
}
