'use client';

import { createContext, useContext, useSyncExternalStore } from 'react';
import type { TimeWindow } from '@/lib/health/ranges';
import { indexAt } from './prepare';

interface CrosshairState {
  /** The time under the pointer; null when no chart is pointed at. */
  atMs: number | null;
  /** The chart that is pointed at. */
  chart: string | null;
}

export interface Crosshair {
  state: () => CrosshairState;
  set: (next: CrosshairState) => void;
  subscribe: (listener: () => void) => () => void;
}

/** A store beside React: moving the pointer moves lines and a few texts, and renders no chart. */
export function createCrosshair(): Crosshair {
  let state: CrosshairState = { atMs: null, chart: null };
  const listeners = new Set<() => void>();
  return {
    state: () => state,
    set: (next) => {
      if (next.atMs === state.atMs && next.chart === state.chart) return;
      state = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export interface ChartGroup {
  crosshair: Crosshair;
  zoom: (fromMs: number, toMs: number) => void;
}

/** What the charts of one page share. */
export const ChartGroupContext = createContext<ChartGroup>({ crosshair: createCrosshair(), zoom: () => undefined });

/** The point that the crosshair snaps to; renders only when it moves on to another point. */
export function useCrosshairIndex(window: TimeWindow, points: number): number | null {
  const { crosshair } = useContext(ChartGroupContext);
  return useSyncExternalStore(
    crosshair.subscribe,
    () => {
      const { atMs } = crosshair.state();
      return atMs === null ? null : indexAt(atMs, window, points);
    },
    () => null,
  );
}

/** Whether this chart is the one that is pointed at. */
export function useIsPointedAt(chart: string): boolean {
  const { crosshair } = useContext(ChartGroupContext);
  return useSyncExternalStore(
    crosshair.subscribe,
    () => crosshair.state().chart === chart,
    () => false,
  );
}
