'use client';

import Link from 'next/link';
import { useMemo } from 'react';
import { CheckMark } from '@/components/checks/check-mark';
import { checkStateWord } from '@/components/checks/check-words';
import { cn } from '@/components/ui/cn';
import type { CheckState } from '@/lib/checks/states';
import { layoutGraph, type PlacedNode } from './graph-layout';

export interface ServiceNode {
  id: string;
  name: string;
  state: CheckState;
}

interface ServiceGraphProps {
  nodes: readonly ServiceNode[];
  edges: readonly { from: string; to: string }[];
  /** The one that the page is about. */
  currentId?: string;
}

const box = { width: 168, height: 44, gapX: 56, gapY: 12 };

/** Which service needs which, drawn from the left to the right; each leads to its page. */
export function ServiceGraph({ nodes, edges, currentId }: ServiceGraphProps) {
  const layout = useMemo(() => layoutGraph(nodes, edges), [nodes, edges]);
  const width = layout.columns * (box.width + box.gapX) - box.gapX;
  const height = layout.rows * (box.height + box.gapY) - box.gapY;
  const heightOf = new Map<number, number>();
  for (const { column } of layout.placed) heightOf.set(column, (heightOf.get(column) ?? 0) + 1);
  // A short column stands in the middle of the highest.
  const top = ({ column, row }: PlacedNode<ServiceNode>) => ((layout.rows - (heightOf.get(column) ?? 0)) / 2 + row) * (box.height + box.gapY);
  const left = ({ column }: PlacedNode<ServiceNode>) => column * (box.width + box.gapX);
  return (
    <div tabIndex={0} role="group" aria-label="Which service needs which" className="overflow-auto rounded-base p-4">
      <div className="relative mx-auto" style={{ width, height }}>
        <svg aria-hidden viewBox={`0 0 ${width} ${height}`} width={width} height={height} className="absolute inset-0">
          {layout.edges.map(({ from, to }) => {
            const [x1, y1, x2, y2] = [left(from) + box.width, top(from) + box.height / 2, left(to), top(to) + box.height / 2];
            const bend = Math.max(box.gapX / 2, Math.abs(x2 - x1) / 2);
            const isBad = to.node.state === 'down';
            return (
              <g key={`${from.node.id} ${to.node.id}`} className={isBad ? 'text-critical-fill' : 'text-line-strong'}>
                <path d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2 - 5} ${y2}`} fill="none" stroke="currentColor" strokeWidth={isBad ? 2 : 1.5} strokeDasharray={isBad ? '5 3' : undefined} />
                <path d={`M${x2} ${y2}l-7 -4v8z`} fill="currentColor" />
              </g>
            );
          })}
        </svg>
        <ul aria-label="Services">
          {layout.placed.map((place) => (
            <li key={place.node.id} className="absolute" style={{ left: left(place), top: top(place), width: box.width, height: box.height }}>
              <NodeLink node={place.node} isCurrent={place.node.id === currentId} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

export function NodeLink({ node: { id, name, state }, isCurrent = false }: { node: ServiceNode; isCurrent?: boolean }) {
  return (
    <Link
      href={`/services/${id}`}
      prefetch={false}
      aria-current={isCurrent ? 'page' : undefined}
      title={name}
      className={cn('flex h-11 items-center gap-2 rounded-base border bg-surface px-3 text-sm hover:bg-sunken aria-[current]:border-ink aria-[current]:font-medium', state === 'down' && 'border-critical-fill bg-critical-soft', state === 'degraded' && 'border-warning-fill')}
    >
      <CheckMark state={state} />
      <span className="min-w-0 truncate">{name}</span>
      <span className="sr-only">, {checkStateWord[state].toLowerCase()}</span>
    </Link>
  );
}
