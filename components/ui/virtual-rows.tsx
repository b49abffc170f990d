'use client';

import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';

export interface Cursor {
  key: string;
  /** Whether it came there by a key, and takes the focus along. */
  isByKey: boolean;
}

interface VirtualRowsProps<Row> {
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  /** About how high a row is on a desk and on a phone, in pixels. */
  heights: { desk: number; phone: number };
  cursor: Cursor | null;
  /** Whether there is more to read, and nothing is being read. */
  canRead: boolean;
  onEnd: () => void;
  /** Told of the last row that can be seen. */
  onSeen: (key: string) => void;
  /** The space that bars cover at the top and at the foot, in pixels. */
  covered?: { start: number; end: number };
  children: (row: Row) => ReactNode;
}

const overscan = 8;
const phoneWidth = 640;
/** The top bar, and the bottom bar of a phone. */
const bars = { start: 72, end: 80 };

/** Only the rows near the screen are in the document, and the one with the cursor, which would lose the focus otherwise. */
export function VirtualRows<Row>({ label, rows, keyOf, heights, cursor, canRead, onEnd, onSeen, covered = bars, children }: VirtualRowsProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  // As the server drew it at first; a phone is told apart after that.
  const isPhone = useSyncExternalStore(watchWidth, () => window.innerWidth < phoneWidth, () => false);
  const height = isPhone ? heights.phone : heights.desk;
  const cursorAt = cursor === null ? -1 : rows.findIndex((row) => keyOf(row) === cursor.key);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return cursorAt === -1 || seen.includes(cursorAt) ? seen : [...seen, cursorAt].sort((a, b) => a - b);
    },
    [cursorAt],
  );
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => height,
    getItemKey: (index) => (rows[index] === undefined ? index : keyOf(rows[index])),
    overscan,
    scrollMargin: top,
    scrollPaddingStart: covered.start,
    scrollPaddingEnd: covered.end,
    rangeExtractor,
    initialRect: { width: 1_280, height: 900 },
  });

  // Synchronises the heights that are not measured yet with the width of the window.
  const remeasure = useEffectEvent(() => virtual.measure());
  useLayoutEffect(() => remeasure(), [height]);

  // The list begins below what stands above it, whose height changes.
  useLayoutEffect(() => {
    const measure = () => setTop(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, []);

  const reveal = useEffectEvent(() => {
    if (cursorAt !== -1) virtual.scrollToIndex(cursorAt, { align: 'auto' });
  });
  // Synchronises the scroll position of the window with the cursor.
  useEffect(() => {
    if (cursor?.isByKey) reveal();
  }, [cursor]);

  const items = virtual.getVirtualItems();
  const last = rows[virtual.range?.endIndex ?? 0];
  const lastSeen = last === undefined ? undefined : keyOf(last);
  const wantsMore = (items.at(-1)?.index ?? 0) >= rows.length - 1 - overscan && canRead;
  const tell = useEffectEvent(() => {
    if (lastSeen !== undefined) onSeen(lastSeen);
    if (wantsMore) onEnd();
  });
  // Synchronises what is loaded with what can be seen.
  useEffect(() => tell(), [lastSeen, wantsMore]);

  return (
    <ul ref={list} aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-posinset={item.index + 1}
            aria-setsize={rows.length}
            // The bars of a row show their words above it, over the row before.
            className="absolute inset-x-0 top-0 border-b hover:z-10 focus-within:z-10"
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            {children(row)}
          </li>
        );
      })}
    </ul>
  );
}

function watchWidth(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => window.removeEventListener('resize', onChange);
}
