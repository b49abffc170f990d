'use client';

import { useEffect, useEffectEvent } from 'react';

const actions = { a: 'acknowledge', u: 'update', e: 'edit', m: 'comment' } as const;

type DetailAction = (typeof actions)[keyof typeof actions];

/** The keys of an incident's page. `act` says whether it took the key. Letters are left alone while someone types or a dialog or menu is open. */
export function useDetailKeys(act: (action: DetailAction) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(actions, event.key)) return;
    if (isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return;
    if (!act(actions[event.key as keyof typeof actions])) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });
  // Synchronises with the keyboard of the window, before those who listen on every page.
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle(event);
    window.addEventListener('keydown', listener, true);
    return () => window.removeEventListener('keydown', listener, true);
  }, []);
}

/** A box that is ticked takes the space bar alone: the letters stay ours. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'checkbox') return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
