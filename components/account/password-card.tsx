'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { callEndpoint } from '@/components/api-client';
import { FormError } from '@/components/auth/auth-card';
import { PasswordField } from '@/components/auth/password-field';
import { describePassword } from '@/components/auth/password-strength';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { changePassword } from '@/lib/account/api';
import type { Account } from '@/lib/account/schemas';
import { messageOf } from '@/lib/errors';
import { sessionsQuery } from './account-queries';

export function PasswordCard({ account }: { account: Account }) {
  const queries = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const hint = describePassword(password);
  const change = useMutation({
    mutationFn: () => callEndpoint(changePassword, { body: { current, password } }),
    onSuccess: () => {
      setCurrent('');
      setPassword('');
      return queries.invalidateQueries({ queryKey: sessionsQuery().queryKey });
    },
  });
  return (
    <Card>
      <CardHeader title="Password" />
      {account.hasPassword ? (
        <form
          method="post"
          className="flex flex-col gap-4 px-4 pb-4"
          onSubmit={(event) => {
            event.preventDefault();
            change.mutate();
          }}
        >
          <input type="hidden" name="email" autoComplete="username" value={account.email} readOnly />
          <PasswordField label="Present password" name="current" autoComplete="current-password" required maxLength={256} value={current} onChange={(event) => setCurrent(event.target.value)} />
          <PasswordField label="New password" name="password" autoComplete="new-password" required maxLength={256} value={password} onChange={(event) => setPassword(event.target.value)} hint={hint.words} />
          {change.error ? <FormError>{messageOf(change.error)}</FormError> : null}
          {change.data ? <p role="status" className="text-sm text-muted">Your password is changed. {change.data.endedSessions === 1 ? '1 other session' : `${change.data.endedSessions} other sessions`} ended.</p> : null}
          <Button type="submit" look="primary" className="self-start" pending={change.isPending} disabled={current === '' || !hint.isLongEnough}>
            Change it and end other sessions
          </Button>
        </form>
      ) : (
        <p className="px-4 pb-4 text-sm text-muted">This account has no password: you sign in by a provider or a passkey.</p>
      )}
    </Card>
  );
}
