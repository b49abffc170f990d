'use client';

import { useState } from 'react';
import { sendJson } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { isAppError, messageOf } from '@/lib/errors';
import { FormError } from './auth-card';
import { AuthForm, EmailField } from './auth-form';
import { enter } from './enter';
import { formText } from './form-text';
import { PasswordField } from './password-field';
import { describePassword, shortestPassword } from './password-strength';

const fields = ['name', 'email', 'password', 'organisation'] as const;

type Issues = Partial<Record<(typeof fields)[number], string>>;

export function SetupForm({ token }: { token: string }) {
  const [password, setPassword] = useState('');
  const [issues, setIssues] = useState<Issues>({});
  const [error, setError] = useState<string | null>(null);
  const [isPending, setIsPending] = useState(false);
  const hint = describePassword(password);

  async function submit(form: FormData) {
    const text = (name: string) => formText(form, name).trim();
    setError(null);
    if (!hint.isLongEnough) return setIssues({ password: `Use at least ${shortestPassword} characters.` });
    setIssues({});
    setIsPending(true);
    try {
      const body = { token, name: text('name'), email: text('email'), password, organisation: text('organisation') };
      await sendJson('POST', '/api/setup', { body });
      const problem = await enter(body.email, password);
      return window.location.assign(problem === null ? '/' : '/sign-in');
    } catch (thrown) {
      const found = isAppError(thrown) ? issuesOf(thrown.issues) : {};
      setIssues(found);
      if (Object.keys(found).length === 0) setError(messageOf(thrown));
      setIsPending(false);
    }
  }

  return (
    <AuthForm onSubmit={(form) => void submit(form)}>
      <Field label="Your name" name="name" autoComplete="name" required autoFocus error={issues.name} maxLength={120} />
      <EmailField error={issues.email} />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        required
        value={password}
        onChange={(event) => {
          setPassword(event.target.value);
          setIssues(({ password: _stale, ...rest }) => rest);
        }}
        error={issues.password}
        hint={hint.words}
      />
      <Field
        label="Organisation"
        name="organisation"
        autoComplete="organization"
        required
        maxLength={120}
        error={issues.organisation}
        hint="The name that stands beside yours. You can change it later."
      />
      {error ? <FormError>{error}</FormError> : null}
      <Button type="submit" look="primary" size="large" pending={isPending}>
        {isPending ? 'Creating the account' : 'Create the account'}
      </Button>
    </AuthForm>
  );
}

function issuesOf(issues: readonly { path: string; message: string }[]): Issues {
  const found: Issues = {};
  for (const issue of issues) {
    const name = fields.find((field) => issue.path.split(/[./]/).includes(field));
    if (name) found[name] ??= issue.message;
  }
  return found;
}
