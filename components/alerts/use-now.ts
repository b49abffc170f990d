'use client';

import { useSyncExternalStore } from 'react';

const stepMs = 5_000;

/** The present by the server's clock, which moves on by itself; `at` is when the server answered, by its clock, and `receivedMs` by this one. */
export function useNow(at: number, receivedMs: number): number {
  const now = useSyncExternalStore(subscribe, clock, () => null);
  return now === null || receivedMs === 0 ? at : Math.max(at, at + now - receivedMs);
}

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, stepMs);
  return () => clearInterval(timer);
}

function clock(): number {
  return Math.floor(Date.now() / stepMs) * stepMs;
}
