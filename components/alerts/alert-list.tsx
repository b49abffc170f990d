'use client';

import { VirtualRows, type Cursor } from '@/components/ui/virtual-rows';
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
  cursor: Cursor | null;
  acts: RowActs;
  onToggle: (groupKey: string) => void;
  /** Called when the end of what is loaded comes near while more can be read. */
  onEnd: () => void;
  /** Told of the last row that can be seen. */
  onSeen: (key: string) => void;
}

const heights = { desk: 57, phone: 140 };
/** The top bar and the bar of the selection, and the bottom bar of a phone. */
const covered = { start: 120, end: 80 };

export function AlertList({ rows, cursor, canRead, onEnd, onSeen, ...row }: AlertListProps) {
  return (
    <VirtualRows label="Alerts" rows={rows} keyOf={keyOf} heights={heights} covered={covered} cursor={cursor} canRead={canRead} onEnd={onEnd} onSeen={onSeen}>
      {(each) => <Row row={each} cursor={cursor} {...row} />}
    </VirtualRows>
  );
}

function keyOf({ key }: AlertRow): string {
  return key;
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
