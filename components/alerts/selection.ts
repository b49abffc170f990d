/** The alerts that are picked, and the one from which Shift picks a span. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: null };

/** Picks or leaves one item; with `isSpan` all from the anchor to it take what the item takes. An item stands for all its ids. */
export function pick(selection: Selection, order: readonly SelectableItem[], key: string, isSpan: boolean): Selection {
  const at = order.findIndex((item) => item.key === key);
  const item = order[at];
  if (!item) return selection;
  const isPicking = !isPicked(selection, item.ids);
  const from = isSpan && selection.anchor !== null ? order.findIndex((each) => each.key === selection.anchor) : -1;
  const span = from === -1 ? [item] : order.slice(Math.min(from, at), Math.max(from, at) + 1);
  const ids = new Set(selection.ids);
  for (const id of span.flatMap((each) => each.ids)) {
    if (isPicking) ids.add(id);
    else ids.delete(id);
  }
  return { ids, anchor: key };
}

/** One row that can be picked: an alert, or a group with the alerts that it shows. */
export interface SelectableItem {
  key: string;
  ids: readonly string[];
}

export function pickAll(order: readonly SelectableItem[]): Selection {
  return { ids: new Set(order.flatMap((item) => item.ids)), anchor: null };
}

/** Whether all of these are picked; nothing is no pick. */
export function isPicked({ ids }: Selection, asked: readonly string[]): boolean {
  return asked.length > 0 && asked.every((id) => ids.has(id));
}

/** The selection without what is gone; the same object when nothing is. */
export function keepOnly(selection: Selection, isThere: (id: string) => boolean): Selection {
  const kept = [...selection.ids].filter(isThere);
  return kept.length === selection.ids.size ? selection : { ids: new Set(kept), anchor: selection.anchor };
}
