'use client';

import { useEffect, useImperativeHandle, useLayoutEffect, useRef, type Ref, type RefObject } from 'react';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/**
 * The ref of a controlled field whose page is served before its scripts run: what was typed, chosen or ticked until then stands in the field, and React does not know of it. It is
 * told once, as the change that it was, by a native event. Give it what the field was rendered with, a text or whether it is ticked; and the ref of whoever uses the field.
 */
export function useEarlyInput<Element extends Control>(rendered: unknown, outer?: Ref<Element | null>): RefObject<Element | null> {
  const control = useRef<Element>(null);
  useImperativeHandle<Element | null, Element | null>(outer, () => control.current);
  const first = useRef(rendered);
  const early = useRef<(() => void) | null>(null);
  // Synchronises with the document, before anything is rendered again and the field is set to what React knows.
  useLayoutEffect(() => {
    if (control.current && (typeof first.current === 'string' || typeof first.current === 'boolean')) early.current = earlyChange(control.current, first.current);
  }, []);
  // Synchronises React with the document, once all that listens to changes, as the router, is there.
  useEffect(() => queueMicrotask(() => {
    early.current?.();
    early.current = null;
  }), []);
  return control;
}

/** What tells React that the control holds something else than was rendered. Null where it does not. */
function earlyChange(control: Control, rendered: string | boolean): (() => void) | null {
  if (typeof rendered === 'boolean') {
    if (!(control instanceof HTMLInputElement) || control.checked === rendered) return null;
    return () => {
      control.checked = rendered;
      control.click();
    };
  }
  return control instanceof HTMLSelectElement ? earlyChoice(control, rendered) : earlyText(control, rendered);
}

function earlyChoice(select: HTMLSelectElement, rendered: string): (() => void) | null {
  const chosen = select.value;
  // A value that is no option is shown as the first one, which nobody chose.
  if (chosen === rendered || ![...select.options].some(({ value }) => value === rendered)) return null;
  return () => {
    select.value = chosen;
    select.dispatchEvent(new Event('change', { bubbles: true }));
  };
}

function earlyText(field: HTMLInputElement | HTMLTextAreaElement, rendered: string): (() => void) | null {
  const typed = field.value;
  if (typed === rendered) return null;
  const { selectionStart, selectionEnd } = field;
  // React watches the property of the instance to know what it set itself, and compares with that when something is typed; the setter of the prototype is as a hand that types.
  field.value = rendered;
  const shown = field.value;
  if (shown === typed) return null;
  const type = () => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, typed);
    if (selectionStart !== null) field.setSelectionRange(selectionStart, selectionEnd);
  };
  type();
  return () => {
    if (field.value !== typed && field.value !== shown) return;
    type();
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
}
