import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The colours of the page, in light and in dark, through its variables. */
const look = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent', fontSize: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', overflowX: 'hidden' },
  '.cm-content': { padding: '12px 0', caretColor: 'var(--ink)', minHeight: '44px', boxSizing: 'border-box' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--chart-1) 28%, transparent)' },
  '.cm-content ::selection': { backgroundColor: 'transparent', color: 'inherit' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--sunken)', outline: '1px solid var(--line-strong)' },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--critical-soft)', color: 'var(--critical)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--critical-fill) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warning-fill) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--critical-fill)' },
  '.cm-tooltip': { backgroundColor: 'var(--surface)', color: 'var(--ink)', border: '1px solid var(--line)', borderRadius: '8px', boxShadow: 'var(--shadow)', maxWidth: 'min(560px, calc(100vw - 32px))', overflow: 'hidden' },
  '.cm-diagnostic': { fontFamily: 'var(--font-sans)', fontSize: '12px', padding: '8px 12px', borderLeft: '3px solid var(--critical-fill)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warning-fill)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', fontSize: '13px', maxHeight: '288px', maxWidth: 'calc(100vw - 34px)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '6px 12px', lineHeight: '20px', color: 'var(--ink)', display: 'flex', alignItems: 'baseline', gap: '12px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-completionLabel': { overflow: 'hidden', textOverflow: 'ellipsis' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { marginLeft: 'auto', fontStyle: 'normal', fontFamily: 'var(--font-sans)', fontSize: '12px', color: 'var(--muted)' },
  '.cm-tooltip.cm-completionInfo': { fontFamily: 'var(--font-sans)', fontSize: '12px', padding: '8px 12px', maxWidth: '320px' },
});

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--chart-2)', fontWeight: '500' },
  { tag: [tags.function(tags.variableName)], color: 'var(--chart-1)' },
  { tag: [tags.variableName, tags.labelName], color: 'var(--ink)' },
  { tag: [tags.string], color: 'var(--chart-6)' },
  { tag: [tags.number, tags.literal], color: 'var(--chart-4)' },
  { tag: [tags.operator, tags.punctuation, tags.bracket, tags.separator, tags.comment, tags.lineComment], color: 'var(--muted)' },
  { tag: tags.invalid, color: 'var(--critical)' },
]);

export const editorTheme = [look, syntaxHighlighting(colours)];
