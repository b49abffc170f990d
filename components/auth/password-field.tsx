'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { Field } from '@/components/ui/field';

/** A password with a button that shows it; the button leaves the value and the focus alone. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'adornment'>) {
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      adornment={
        <button
          type="button"
          aria-pressed={isShown}
          aria-label="Show password"
          onClick={() => setIsShown(!isShown)}
          className="grid size-11 place-items-center rounded-base text-muted hover:text-ink focus-visible:-outline-offset-2"
        >
          <Icon aria-hidden className="size-4" />
        </button>
      }
    />
  );
}
