'use client';

import { Copy } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';

/** A text to take along, with a button that copies it. */
export function CopyField({ label, text, isFirst = false }: { label: string; text: string; isFirst?: boolean }) {
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
        data-first={isFirst ? true : undefined}
        rows={text.split('\n').length}
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        className="w-full min-w-0 resize-none rounded-base border border-line-strong bg-sunken p-3 font-mono text-xs break-all whitespace-pre-wrap"
      />
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
