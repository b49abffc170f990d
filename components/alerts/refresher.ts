/** Runs something again when it is asked for: at once when it rests, and never more often than `leastGapMs` or twice its own duration. */
export interface Refresher {
  ask: () => void;
  stop: () => void;
}

/** What is asked for while it runs or rests is done once, afterwards; nothing that was asked for is lost. */
export function createRefresher(run: () => Promise<unknown>, leastGapMs: number): Refresher {
  let state: 'idle' | 'busy' | 'stopped' = 'idle';
  let isAsked = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function start() {
    state = 'busy';
    isAsked = false;
    const startedMs = Date.now();
    const rest = () => {
      if (state === 'stopped') return;
      timer = setTimeout(wake, Math.max(leastGapMs, Date.now() - startedMs));
    };
    // How it went is its own business: what it shows says so.
    run().then(rest, rest);
  }

  function wake() {
    if (isAsked) start();
    else state = 'idle';
  }

  return {
    ask: () => {
      if (state === 'idle') start();
      else isAsked = true;
    },
    stop: () => {
      state = 'stopped';
      clearTimeout(timer);
    },
  };
}
