'use client';

import { useState, type ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { FormError } from './auth-card';
import { AuthForm } from './auth-form';
import { formText } from './form-text';

interface SecondStepProps {
  email: string;
  error: string | null;
  isPending: boolean;
  passkey: ReactNode;
  onCode: (code: string) => void;
  onBack: () => void;
}

/** What comes after a right password: the code of an app, a recovery code, or a passkey. */
export function SecondStep({ email, error, isPending, passkey, onCode, onBack }: SecondStepProps) {
  const [kind, setKind] = useState<'app' | 'recovery'>('app');
  const isApp = kind === 'app';
  return (
    <AuthForm onSubmit={(form) => onCode(formText(form, 'code').trim())}>
      <p className="text-sm text-muted">
        <span className="break-words text-ink">{email}</span> has a second factor.
      </p>
      {isApp ? (
        <Field key="app" label="Code" name="code" autoComplete="one-time-code" inputMode="numeric" pattern="[0-9 ]{6,8}" title="Six digits" maxLength={8} required autoFocus className="tabular-nums" hint="The six digits that your authenticator app shows now." />
      ) : (
        <Field key="recovery" label="Recovery code" name="code" autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={40} required autoFocus className="font-mono" hint="One of those that you kept. Each works once." />
      )}
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={isPending}>
        {isPending ? 'Signing in' : 'Sign in'}
      </Button>
      {passkey}
      <div className="flex flex-wrap justify-between gap-2">
        <Button look="quiet" size="large" onClick={() => setKind(isApp ? 'recovery' : 'app')}>
          {isApp ? 'Use a recovery code' : 'Use an authenticator app'}
        </Button>
        <Button look="quiet" size="large" onClick={onBack}>
          Back
        </Button>
      </div>
    </AuthForm>
  );
}
