'use client';

import { useState, type ChangeEvent } from 'react';

/** The value of a field whose text is kept elsewhere, as in the URL, which follows later than a fast hand types: while it has the focus, what was typed is shown. */
export function useTyped(kept: string, mostLetters: number, onType: (text: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  return {
    value: typed ?? kept,
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => {
      const text = target.value.slice(0, mostLetters);
      setTyped(target.matches(':focus') ? text : null);
      onType(text);
    },
    onBlur: () => setTyped(null),
  };
}
