const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop. However many wait, one goes on in each turn: else all their slices of work together would hold up
 * everything else.
 */
export function giveWay(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(next);
  });
}

function next(): void {
  const resolve = waiting.shift();
  if (waiting.length > 0) setImmediate(next);
  resolve?.();
}
