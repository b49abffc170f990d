import { closeSync, openSync, readSync } from 'node:fs';

export interface KernelFile {
  /** The whole content now; throws the system's error when it cannot be read. */
  read(): string;
  close(): void;
}

let buffer = Buffer.allocUnsafe(64 * 1024);

/**
 * A file of /proc or /sys that is read every tick: it stays open and is read from its start into one shared buffer, which costs a third
 * of opening it each time. A file whose device went away is opened again once.
 */
export function openKernelFile(path: string): KernelFile {
  let descriptor: number | null = null;
  const close = () => {
    if (descriptor !== null) closeSync(descriptor);
    descriptor = null;
  };
  const readOpen = () => {
    descriptor ??= openSync(path, 'r');
    return readAll(descriptor);
  };
  return {
    read() {
      if (descriptor === null) return readOpen();
      try {
        return readOpen();
      } catch {
        close();
        return readOpen();
      }
    },
    close,
  };
}

// The kernel hands out most of these files a page at a time, so a short read is not the end.
function readAll(descriptor: number): string {
  let length = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (count === 0) return buffer.toString('utf8', 0, length);
    length += count;
    if (length === buffer.length) buffer = Buffer.concat([buffer], buffer.length * 2);
  }
}
