import type { HealthDashboard, HealthFrame } from '@/lib/health/schemas';
import { appendFrame, startLive, type LiveView } from './live-view';

const keptFrames = 60;

/** Frames further apart than this have lost one between them. */
const longestStepMs = 1_500;

export interface LiveStore {
  view: () => LiveView | null;
  /** Starts anew from an answer of the API and plays the frames again that came after it. */
  rebase: (dashboard: HealthDashboard) => void;
  push: (frame: HealthFrame) => void;
  subscribe: (listener: () => void) => () => void;
}

/**
 * The newest view. Frames are taken in always; subscribers hear of it at most once a second, and not at all while the tab
 * is hidden, so that a hidden tab costs nothing and shows the present when it comes back. `onGap` is called when the
 * frames do not join on to what is known, so that the API is to be asked.
 */
export function createLiveStore(initial: HealthDashboard | undefined, onGap: () => void): LiveStore {
  let view = initial ? startLive(initial) : null;
  let base = initial ?? null;
  let frames: HealthFrame[] = [];
  const listeners = new Set<() => void>();
  let told = view;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let toldAtMs = Number.NEGATIVE_INFINITY;

  function tell() {
    clearTimeout(timer);
    timer = undefined;
    if (view === told || document.hidden) return;
    told = view;
    toldAtMs = performance.now();
    for (const listener of listeners) listener();
  }

  return {
    view: () => told,
    rebase: (dashboard) => {
      if (dashboard === base) return;
      base = dashboard;
      view = frames.reduce(appendFrame, startLive(dashboard));
      tell();
    },
    push: (frame) => {
      frames = [...frames.slice(1 - keptFrames), frame];
      if (!view || frame.at - view.frame.at > longestStepMs) onGap();
      if (view) view = appendFrame(view, frame);
      // A little less than a second, so that frames of 1 Hz with jitter are each shown at once.
      timer ??= setTimeout(tell, Math.max(0, toldAtMs + 900 - performance.now()));
    },
    subscribe: (listener) => {
      listeners.add(listener);
      document.addEventListener('visibilitychange', tell);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) document.removeEventListener('visibilitychange', tell);
      };
    },
  };
}
