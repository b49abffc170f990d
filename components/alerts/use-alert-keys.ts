'use client';

import { useEffect, useEffectEvent } from 'react';
import { actionOf, type KeyAction } from './list-keys';

/**
 * The keys of alerts. `act` says whether it took the key; one that it took goes no further, so that j and k move over alerts here and
 * over tiles elsewhere. Letters are left alone while someone types or a dialog or menu is open.
 */
export function useAlertKeys(act: (action: KeyAction, isShift: boolean) => boolean): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    const action = actionOf(event);
    if (action === null || isTyping(event.target) || document.querySelector('dialog[open], [popover]:popover-open')) return;
    if (!act(action, event.shiftKey)) return;
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
