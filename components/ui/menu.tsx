'use client';

import { cva } from 'class-variance-authority';
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { cn } from './cn';

interface MenuProps {
  /** What the button shows. */
  trigger: ReactNode;
  label: string;
  triggerClassName?: string;
  children: ReactNode;
}

/** Pixels between the menu and its button, and between it and the edge of the screen. */
const gap = 4;
const margin = 8;

/** A menu on the browser's popover, above its button where there is no room below: it closes on Escape and on a press outside. */
export function Menu({ trigger, label, triggerClassName, children }: MenuProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);

  function place(open: boolean) {
    if (!open || !button.current || !popover.current) return;
    const box = button.current.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = popover.current;
    const fitsBelow = box.bottom + gap + height <= window.innerHeight - margin;
    popover.current.style.top = `${fitsBelow ? box.bottom + gap : Math.max(margin, box.top - gap - height)}px`;
    popover.current.style.left = `${Math.max(margin, Math.min(box.right - width, window.innerWidth - width - margin))}px`;
    itemsOf(popover.current)[0]?.focus();
  }

  function move(event: KeyboardEvent<HTMLDivElement>) {
    const items = itemsOf(event.currentTarget);
    const at = items.findIndex((item) => item === document.activeElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    items[(target + items.length) % items.length]?.focus();
  }

  return (
    <>
      <button ref={button} type="button" popoverTarget={id} aria-haspopup="menu" aria-label={label} className={triggerClassName}>
        {trigger}
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        onToggle={(event) => place(event.newState === 'open')}
        onKeyDown={move}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('[data-closes]')) popover.current?.hidePopover();
        }}
        className="fixed inset-auto m-0 w-64 rounded-base border bg-surface p-1 text-ink shadow-pop"
      >
        {children}
      </div>
    </>
  );
}

const item = cva(
  'flex min-h-11 w-full items-center gap-3 rounded-base px-3 text-left text-sm hover:bg-sunken focus-visible:outline-offset-0 sm:min-h-9',
);

export function menuItemStyle(className?: string): string {
  return cn(item(), className);
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
}
