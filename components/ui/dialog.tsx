'use client';

import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from './button';
import { cn } from './cn';

interface DialogProps {
  open: boolean;
  onClose: () => void;
  /** The dialog's name; shown as its heading unless `bare`. */
  title: string;
  bare?: boolean;
  className?: string;
  children: ReactNode;
}

/**
 * The browser's own modal dialog: it traps focus, closes on Escape and gives focus back. What has `data-first` gets the
 * focus, else the first that can take it.
 */
export function Dialog({ open, onClose, title, bare = false, className, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) {
      dialog.showModal();
      dialog.querySelector<HTMLElement>('[data-first]')?.focus();
    }
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      className={cn(
        'm-auto max-h-[80dvh] w-[calc(100vw-32px)] max-w-lg overflow-auto rounded-base border bg-surface p-0 text-ink shadow-pop',
        className,
      )}
    >
      {open ? (
        bare ? (
          children
        ) : (
          <div className="p-4">
            <div className="mb-2 flex items-center justify-between gap-4">
              <h2 className="text-base font-semibold">{title}</h2>
              <Button look="quiet" size="icon" aria-label="Close" onClick={onClose}>
                <X aria-hidden className="size-4" />
              </Button>
            </div>
            {children}
          </div>
        )
      ) : null}
    </dialog>
  );
}
