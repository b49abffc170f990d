'use client';

import { autocompletion, closeBrackets, closeBracketsKeymap, closeCompletion, completionKeymap, selectedCompletion } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, Prec, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { useEffect, useEffectEvent, useImperativeHandle, useRef, type Ref } from 'react';
import { editorTheme } from './editor-theme';
import type { EditorHandle } from './editor-handle';
import { offsetOf, type PromqlFailure } from './prometheus-answer';

export interface QueryEditorProps {
  initial: string;
  label: string;
  /** The ids of what explains the editor. */
  describedBy?: string;
  onChange: (expr: string) => void;
  onRun: () => void;
  /** Gives the focus on to what comes after the editor. */
  onLeave: () => void;
  /** What the server said of the expression that was run last. */
  failure: { expr: string; error: PromqlFailure } | null;
  ref: Ref<EditorHandle>;
}

const seenWithinMs = 24 * 3_600_000;

/** One PromQL expression. Loaded only where it is used: it is larger than the rest of the page. */
export function QueryEditor({ initial, label, describedBy, onChange, onRun, onLeave, failure, ref }: QueryEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(onRun);
  const leave = useEffectEvent(onLeave);
  const start = useEffectEvent(() => ({ initial, label, describedBy }));

  // Synchronises with CodeMirror, which owns what is below its element.
  useEffect(() => {
    if (!place.current) return;
    const given = start();
    const promql = new PromQLExtension().setComplete({ remote: { fetchFn: (input, init) => fetch(input, init), httpMethod: 'GET', lookbackInterval: seenWithinMs } });
    const attributes = { 'aria-label': given.label, 'aria-multiline': 'true', ...(given.describedBy ? { 'aria-describedby': given.describedBy } : {}) };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: given.initial,
        extensions: [
          keys({ run: () => run(), leave: () => leave() }),
          ...basics(),
          promql.asExtension(),
          EditorView.contentAttributes.of(attributes),
          EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
      promql.destroy();
    };
  }, []);

  // Marks in CodeMirror where the server found the fault.
  useEffect(() => {
    const { current } = view;
    if (!current || !failure?.error.at || current.state.doc.toString() !== failure.expr) return;
    const from = offsetOf(failure.expr, failure.error.at);
    const to = Math.max(from, Math.min(failure.expr.length, from + 1));
    current.dispatch(setDiagnostics(current.state, [{ from, to, severity: 'error', message: failure.error.message }]));
  }, [failure]);

  useImperativeHandle(ref, () => ({
    focus: () => view.current?.focus(),
    replace: (expr) => {
      const { current } = view;
      current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: expr }, selection: { anchor: expr.length } });
      current?.focus();
    },
    insert: (text) => {
      const { current } = view;
      current?.dispatch(current.state.replaceSelection(text));
      current?.focus();
    },
  }));

  return <div ref={place} className="min-w-0 text-base sm:text-sm" data-editor />;
}

function basics(): Extension[] {
  return [
    EditorView.cspNonce.of(document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? ''),
    history(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, activateOnTyping: true }),
    EditorView.lineWrapping,
    placeholder('PromQL, such as system_load1'),
    ...editorTheme,
  ];
}

function keys({ run, leave }: { run: () => void; leave: () => void }): Extension {
  const runs = () => {
    run();
    return true;
  };
  const leaves = () => {
    leave();
    return true;
  };
  return [
    Prec.highest(keymap.of([{ key: 'Enter', run: (view) => isWritten(view) && closeCompletion(view) && runs() }])),
    // Below the keys of an open list of completions, which take Enter and Escape first.
    Prec.high(
      keymap.of([
        { key: 'Enter', run: runs, shift: insertNewlineAndIndent },
        { key: 'Mod-Enter', run: runs },
        { key: 'Escape', run: leaves },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap]),
  ];
}

/** Whether the completion that is chosen already stands before the cursor, so that Enter can only mean to run. */
function isWritten({ state }: EditorView): boolean {
  const label = selectedCompletion(state)?.label;
  const { head } = state.selection.main;
  return label !== undefined && state.sliceDoc(Math.max(0, head - label.length), head) === label;
}
