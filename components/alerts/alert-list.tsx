'use client';

import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { AlertLine } from './alert-row';
import { alertsOfRow, type AlertRow } from './alert-rows';
import { GroupLine, MoreLine } from './group-row';
import type { RowActs } from './row-actions';
import { isPicked, type Selection } from './selection';

interface AlertListProps {
  rows: readonly AlertRow[];
  /** What tells alerts of one name apart, by their ids. */
  apart: ReadonlyMap<string, string>;
  /** Whether there is more to read, and nothing is being read. */
  canRead: boolean;
  nowMs: number;
  selection: Selection;
  /** The row that the keys are about; `isByKey` says that it came there by one. */
  cursor: { key: string; isByKey: boolean } | null;
  acts: RowActs;
  onToggle: (groupKey: string) => void;
  /** Called when the end of what is loaded comes near while more can be read. */
  onEnd: () => void;
  /** Told of the last row that can be seen. */
  onSeen: (key: string) => void;
}

const overscan = 8;
const desktopRow = 57;
const phoneRow = 140;
/** The space that the top bar and the bar of the selection cover, and the bottom bar of a phone. */
const covered = { start: 120, end: 80 };

/** Only the rows near the screen are in the document, and the one with the cursor, which would lose the focus otherwise. */
export function AlertList({ rows, apart, canRead, nowMs, selection, cursor, acts, onToggle, onEnd, onSeen }: AlertListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const cursorAt = cursor === null ? -1 : rows.findIndex((row) => row.key === cursor.key);
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return cursorAt === -1 || seen.includes(cursorAt) ? seen : [...seen, cursorAt].sort((a, b) => a - b);
    },
    [cursorAt],
  );
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => (typeof window !== 'undefined' && window.innerWidth < 640 ? phoneRow : desktopRow),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan,
    scrollMargin: top,
    scrollPaddingStart: covered.start,
    scrollPaddingEnd: covered.end,
    rangeExtractor,
    initialRect: { width: 1_280, height: 900 },
  });

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
  const lastSeen = rows[virtual.range?.endIndex ?? 0]?.key;
  const isNearEnd = (items.at(-1)?.index ?? 0) >= rows.length - 1 - overscan;
  const wantsMore = isNearEnd && canRead;
  const tell = useEffectEvent(() => {
    if (lastSeen !== undefined) onSeen(lastSeen);
    if (wantsMore) onEnd();
  });
  // Synchronises what is loaded with what can be seen.
  useEffect(() => tell(), [lastSeen, wantsMore]);

  return (
    <ul ref={list} aria-label="Alerts" className="relative" style={{ height: virtual.getTotalSize() }}>
      {items.map((item) => {
        const row = rows[item.index];
        if (!row) return null;
        return (
          <li
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-posinset={item.index + 1}
            aria-setsize={rows.length}
            className="absolute inset-x-0 top-0 border-b"
            style={{ transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }}
          >
            <Row row={row} apart={apart} nowMs={nowMs} selection={selection} cursor={cursor} acts={acts} onToggle={onToggle} />
          </li>
        );
      })}
    </ul>
  );
}

type RowProps = Pick<AlertListProps, 'apart' | 'nowMs' | 'selection' | 'cursor' | 'acts' | 'onToggle'> & { row: AlertRow };

function Row({ row, apart, nowMs, selection, cursor, acts, onToggle }: RowProps) {
  if (row.kind === 'more') return <MoreLine group={row.group} hidden={row.hidden} />;
  const ids = alertsOfRow(row).map(({ id }) => id);
  const isCurrent = cursor?.key === row.key;
  const common = { rowKey: row.key, nowMs, isPicked: isPicked(selection, ids), isCurrent, takesFocus: isCurrent && cursor.isByKey, acts };
  if (row.kind === 'group') return <GroupLine {...common} group={row.group} isOpen={row.isOpen} onToggle={onToggle} />;
  return <AlertLine {...common} alert={row.alert} apart={apart.get(row.alert.id) ?? ''} place={row.place} />;
}
