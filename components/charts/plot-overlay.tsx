'use client';

import { useContext, useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { TimeWindow } from '@/lib/health/ranges';
import { ChartGroupContext, useIsPointedAt } from './crosshair';
import { plotInset, positionOf, timeAt } from './geometry';
import { indexAt } from './prepare';

interface PlotOverlayProps {
  id: string;
  title: string;
  width: number;
  window: TimeWindow;
  points: number;
  timeDomain: readonly [number, number];
  /** The point in words, for the screen reader. */
  describe: (index: number | null) => string;
}

const leastDragPx = 8;

/** The crosshair, shared by all charts of the page, and the drag that zooms. It draws by moving two elements, not by rendering. */
export function PlotOverlay({ id, title, width, window, points, timeDomain, describe }: PlotOverlayProps) {
  const { crosshair, zoom } = useContext(ChartGroupContext);
  const line = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const anchorMs = useRef<number | null>(null);
  const isPointedAt = useIsPointedAt(id);

  // Synchronises two elements with the crosshair store.
  useEffect(() => {
    const draw = () => {
      const { atMs, chart } = crosshair.state();
      const index = atMs === null ? null : indexAt(atMs, window, points);
      if (chart !== id) anchorMs.current = null;
      place(line.current, index === null ? null : positionOf(window.fromMs + index * window.stepMs, width, timeDomain), 1);
      const anchor = anchorMs.current;
      const isDragged = anchor !== null && atMs !== null;
      const from = isDragged ? positionOf(Math.min(anchor, atMs), width, timeDomain) : null;
      const to = isDragged ? positionOf(Math.max(anchor, atMs), width, timeDomain) : 0;
      place(selection.current, from, from === null ? 0 : to - from);
    };
    draw();
    return crosshair.subscribe(draw);
  }, [crosshair, id, points, timeDomain, width, window]);

  const timeOf = (event: PointerEvent<HTMLElement>) =>
    timeAt(event.clientX - event.currentTarget.getBoundingClientRect().left, width, timeDomain);

  function release(event: PointerEvent<HTMLElement>) {
    const anchor = anchorMs.current;
    anchorMs.current = null;
    if (anchor === null) return;
    const at = timeOf(event);
    const movedPx = Math.abs(positionOf(anchor, width, timeDomain) - positionOf(at, width, timeDomain));
    crosshair.set({ atMs: null, chart: null });
    if (movedPx >= leastDragPx) zoom(anchor, at);
  }

  function press(event: KeyboardEvent<HTMLElement>) {
    const { atMs } = crosshair.state();
    const current = (atMs === null ? null : indexAt(atMs, window, points)) ?? points - 1;
    const page = Math.max(1, Math.round(points / 10));
    const target = {
      ArrowLeft: current - 1, ArrowRight: current + 1, PageDown: current - page, PageUp: current + page, Home: 0, End: points - 1,
    }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      if (event.shiftKey) anchorMs.current ??= window.fromMs + current * window.stepMs;
      else anchorMs.current = null;
      const index = Math.min(points - 1, Math.max(0, target));
      crosshair.set({ atMs: window.fromMs + index * window.stepMs, chart: id });
    } else if (event.key === 'Enter' && anchorMs.current !== null && atMs !== null) {
      const anchor = anchorMs.current;
      anchorMs.current = null;
      crosshair.set({ atMs: null, chart: null });
      zoom(anchor, atMs);
    } else if (event.key === 'Escape') {
      anchorMs.current = null;
      crosshair.set({ atMs: null, chart: null });
    }
  }

  const clear = () => {
    anchorMs.current = null;
    if (crosshair.state().chart === id) crosshair.set({ atMs: null, chart: null });
  };
  const index = isPointedAt ? indexAt(crosshair.state().atMs ?? Number.NaN, window, points) : null;
  return (
    <div
      id={`chart-${id}`}
      data-stop
      role="slider"
      tabIndex={0}
      aria-label={`${title}, time of the crosshair`}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, points - 1)}
      aria-valuenow={index ?? Math.max(0, points - 1)}
      aria-valuetext={describe(index) || undefined}
      onPointerMove={(event) => crosshair.set({ atMs: timeOf(event), chart: id })}
      onPointerDown={(event) => {
        if (event.pointerType === 'touch') {
          crosshair.set({ atMs: timeOf(event), chart: id });
        } else if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          anchorMs.current = timeOf(event);
        }
      }}
      onPointerUp={release}
      onPointerCancel={clear}
      onPointerLeave={(event) => {
        if (event.pointerType !== 'touch') clear();
      }}
      onBlur={clear}
      onKeyDown={press}
      className="absolute inset-0 cursor-crosshair touch-pan-y rounded-base select-none"
    >
      <div
        ref={selection}
        hidden
        className="absolute left-0 bg-ink/10"
        style={{ top: plotInset.top, bottom: plotInset.bottom }}
      />
      <div ref={line} hidden className="absolute left-0 bg-muted" style={{ top: plotInset.top, bottom: plotInset.bottom }} />
    </div>
  );
}

function place(element: HTMLElement | null, left: number | null, width: number) {
  if (!element) return;
  element.hidden = left === null;
  if (left === null) return;
  element.style.transform = `translateX(${Math.round(left)}px)`;
  element.style.width = `${Math.max(1, Math.round(width))}px`;
}
