import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

const mostFiles = 50_000;
const keptMs = 60_000;
const kept = new Map<string, { atMs: number; size: Promise<number | null> }>();

/** Bytes that the files below a directory take; null when it cannot be read, or has more files than are worth counting. Measured once a minute at most. */
export function sizeOfDirectory(directory: string): Promise<number | null> {
  const known = kept.get(directory);
  if (known && performance.now() - known.atMs < keptMs) return known.size;
  const size = measure(directory).catch(() => null);
  kept.set(directory, { atMs: performance.now(), size });
  return size;
}

async function measure(directory: string): Promise<number | null> {
  const waiting = [directory];
  let bytes = 0;
  let files = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = await readdir(next, { withFileTypes: true });
    for (const entry of entries) {
      const place = path.join(next, entry.name);
      if (entry.isDirectory()) waiting.push(place);
      else {
        // Files of a database come and go.
        bytes += await lstat(place).then(({ blocks }) => blocks * 512, () => 0);
        if ((files += 1) > mostFiles) return null;
      }
    }
  }
  return bytes;
}
