import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';

/** A form of the pages before a session exists. It is sent by the page; `post` keeps what is typed out of the address where no script runs. */
export function AuthForm({ onSubmit, children }: { onSubmit: (form: FormData) => void; children: ReactNode }) {
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(new FormData(event.currentTarget));
      }}
      className="flex flex-col gap-4"
    >
      {children}
    </form>
  );
}

/** The address that a person signs in with, under the name `email`. */
export function EmailField({ error, autoFocus }: { error?: string; autoFocus?: boolean }) {
  return <Field label="Email" name="email" type="email" autoComplete="username" inputMode="email" autoCapitalize="none" required autoFocus={autoFocus} error={error} />;
}
