import { AppError } from '@/lib/errors';
import type { Layout } from './layout';

const explanations: [RegExp, (match: RegExpMatchArray, layout: Layout) => string][] = [
  [/No space left on device|Disk quota exceeded/, (_, { root }) => `The disk that holds ${root} is full. Free some space on it, then start again.`],
  [/Read-only file system/, (_, { root }) => `${root} is on a read-only file system. Mount it writable, or set DATA_DIR to another directory.`],
  [
    /error while loading shared libraries: ([^:\s]+)|Library not loaded: (\S+)/,
    ([, linux, mac]) => `The embedded PostgreSQL cannot run here: the library ${linux ?? mac} is missing. Install it, run npm ci again, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
  ],
  [
    /exec: .*not found|spawn \S+ ENOENT|GLIBC_\S+' not found/,
    () => 'The embedded PostgreSQL cannot run here: it needs a Linux with glibc, and this one has none or an older one. Set DATABASE_URL to a PostgreSQL 15 or newer.',
  ],
  [
    /EPERM|set(?:res|re)?[ug]id failed|setgroups failed|Operation not permitted/,
    () => 'This root account may not start PostgreSQL as another account (a container without CAP_CHOWN, CAP_SETUID or CAP_SETGID). Start Nines as another account than root, or grant these.',
  ],
  [
    /could not (?:create|resize|map) (?:anonymous )?shared memory|Cannot allocate memory|out of memory/i,
    () => 'There is not enough memory to start PostgreSQL. Nines needs 512 MiB.',
  ],
];

/** Translates what PostgreSQL or initdb printed before it gave up. Its last lines are part of the message. */
export function explainFailure(output: string, layout: Layout): AppError {
  const words = lastLines(output, 5);
  for (const [pattern, sentence] of explanations) {
    const match = output.match(pattern);
    if (match !== null) return new AppError('unavailable', `${sentence(match, layout)} PostgreSQL said: ${words}`);
  }
  return new AppError('unavailable', `PostgreSQL could not start on ${layout.data}. It said: ${words || 'nothing'} (log: ${layout.logFile})`);
}

/** True for what passes by itself while the processes of a killed server are still ending. */
export function isPassing(output: string): boolean {
  return /pre-existing shared memory block|lock file "[^"]+" already exists|Address already in use/.test(output);
}

function lastLines(output: string, count: number): string {
  return output.trim().split('\n').slice(-count).map((line) => line.trim()).join(' | ');
}
