'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { makePasskey, passkeyHindrance } from '@/components/auth/passkeys';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { addPasskey, beginPasskey, confirmTotp, enrolTotp } from '@/lib/account/api';
import { accountLimits } from '@/lib/account/schemas';
import { messageOf } from '@/lib/errors';

interface AddProps {
  /** With the recovery codes that were made along with it. */
  onAdded: (recoveryCodes: string[] | null) => void;
}

export function AddTotp({ onAdded }: AddProps) {
  const [name, setName] = useState('Authenticator app');
  const [code, setCode] = useState('');
  const begin = useMutation({ mutationFn: () => callEndpoint(enrolTotp, { body: { name } }) });
  const confirm = useMutation({ mutationFn: (id: string) => callEndpoint(confirmTotp, { params: { id }, body: { code } }), onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes) });
  const made = begin.data;
  if (!made) {
    return (
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); begin.mutate(); }}>
        <Field label="Name of the app" autoComplete="off" required maxLength={accountLimits.factorName} value={name} hint="To tell it from others, such as that of the phone." onChange={(event) => setName(event.target.value)} />
        {begin.error ? <FormError>{messageOf(begin.error)}</FormError> : null}
        <Button type="submit" className="self-start" pending={begin.isPending}>Add an authenticator app</Button>
      </form>
    );
  }
  return (
    <form className="flex min-w-0 flex-col gap-3" onSubmit={(event) => { event.preventDefault(); confirm.mutate(made.id); }}>
      <p className="text-sm">Scan this with the app, or type the key in. Then give the code that it shows.</p>
      <img alt="The key as a QR code" width={208} height={208} className="rounded-base bg-white" src={`data:image/svg+xml,${encodeURIComponent(made.qr)}`} />
      <Field label="Key" readOnly value={made.secret} className="font-mono" onFocus={(event) => event.currentTarget.select()} />
      <Field label="Code" name="code" autoComplete="one-time-code" inputMode="numeric" required maxLength={8} value={code} className="tabular-nums" hint="Six digits, which change every 30 s." onChange={(event) => setCode(event.target.value)} />
      {confirm.error ? <FormError>{messageOf(confirm.error)}</FormError> : null}
      <Button type="submit" look="primary" className="self-start" pending={confirm.isPending} disabled={code.trim() === ''}>Confirm the app</Button>
    </form>
  );
}

export function AddPasskey({ onAdded }: AddProps) {
  const [name, setName] = useState('This device');
  const [hindrance] = useState(passkeyHindrance);
  const add = useMutation({
    mutationFn: async () => callEndpoint(addPasskey, { body: { name, response: await makePasskey((await callEndpoint(beginPasskey)).options) } }),
    onSuccess: ({ recoveryCodes }) => onAdded(recoveryCodes),
  });
  if (hindrance) return <p className="text-sm text-muted">{hindrance}</p>;
  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); add.mutate(); }}>
      <Field label="Name of the passkey" autoComplete="off" required maxLength={accountLimits.factorName} value={name} hint="A passkey signs in by itself, by a finger, a face or a PIN of the device." onChange={(event) => setName(event.target.value)} />
      {add.error ? <FormError>{messageOf(add.error)}</FormError> : null}
      <Button type="submit" className="self-start" pending={add.isPending}>Add a passkey</Button>
    </form>
  );
}
