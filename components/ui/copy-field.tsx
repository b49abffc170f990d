'use client';

import { Copy } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import { Button } from './button';

interface CopyFieldProps {
  label: string;
  text: string;
  hint?: ReactNode;
  /** Whether it takes the focus when it appears, so that a key copies it at once. */
  isFirst?: boolean;
}

/** Characters in a line on a phone: how high the field is where the browser cannot fit it to its text. */
const lineLength = 40;

/** A text to take along, with a button that copies it. */
export function CopyField({ label, text, hint, isFirst = false }: CopyFieldProps) {
  const id = useId();
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center justify-between gap-2">
        <label htmlFor={id} className="text-sm font-medium">
          {label}
        </label>
        <Button
          aria-label={`Copy: ${label}`}
          onClick={() =>
            void copyText(text).then((isCopied) => {
              setCopied(isCopied ? 'yes' : 'refused');
            })
          }
        >
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
      </div>
      <textarea
        id={id}
        readOnly
        autoFocus={isFirst}
        rows={text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / lineLength)), 0)}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        className="field-sizing-content w-full min-w-0 resize-none rounded-base border border-line-strong bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap"
      />
      {hint ? <span className="text-xs text-muted">{hint}</span> : null}
      <span role="status" className="text-xs text-muted empty:sr-only">
        {copied === 'yes' ? 'It is copied.' : copied === 'refused' ? 'The browser did not let it be copied. Select it and copy it by hand.' : ''}
      </span>
    </div>
  );
}

/** Whether it is on the clipboard: pages without https have none. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
