'use client';

import { createRef, useState, type RefObject } from 'react';
import type { EditorHandle } from './editor-handle';
import type { ExploreQuery } from './explore-state';

/** An editor with what is written in it, run or not. */
export interface Row {
  id: number;
  draft: string;
  isHidden: boolean;
  editor: RefObject<EditorHandle | null>;
}

let rowsMade = 0;

export function newRow(draft: string, isHidden = false): Row {
  rowsMade += 1;
  return { id: rowsMade, draft, isHidden, editor: createRef<EditorHandle>() };
}

/** The editors. Other queries in the URL, by the way back of the browser or a link, take their place; drafts survive any other change of it. */
export function useRows(queries: readonly ExploreQuery[]): [readonly Row[], (rows: readonly Row[]) => void] {
  const [rows, setRows] = useState(() => rowsOf(queries));
  const [seen, setSeen] = useState(queries);
  if (seen !== queries) {
    setSeen(queries);
    if (!isSame(seen, queries) && !isSame(queries, written(rows))) setRows(rowsOf(queries));
  }
  return [rows, setRows];
}

function rowsOf(queries: readonly ExploreQuery[]): readonly Row[] {
  return queries.length > 0 ? queries.map(({ expr, isHidden }) => newRow(expr, isHidden)) : [newRow('')];
}

/** What a run of the rows would put into the URL. */
export function written(rows: readonly Row[]): readonly ExploreQuery[] {
  return rows.every(({ draft }) => draft.trim() === '') ? [] : rows.map(({ draft, isHidden }) => ({ expr: draft, isHidden }));
}

function isSame(a: readonly ExploreQuery[], b: readonly ExploreQuery[]): boolean {
  return a.length === b.length && a.every(({ expr, isHidden }, index) => b[index]?.expr === expr && b[index]?.isHidden === isHidden);
}
