import { execFile } from 'node:child_process';
import type { SpawnOptions } from 'node:child_process';
import { access, lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { AppError, messageOf } from '@/lib/errors';
import type { Binaries } from './binaries';
import { explainFailure } from './failure';
import type { Layout } from './layout';

const run = promisify(execFile);

/** An account of the machine that PostgreSQL, which refuses root, runs as. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** How PostgreSQL's programs are started. */
export type Identity =
  | { kind: 'self' }
  | { kind: 'account'; account: Account }
  | { kind: 'account-with-capability'; account: Account; capability: Capability };

type Capability = 'dac_read_search' | 'dac_override';

/** What to give to spawn() so that a program runs under the identity. */
export interface Command {
  file: string;
  args: string[];
  options: SpawnOptions;
}

/**
 * The account for PostgreSQL: undefined when this process is not root. As root it is the owner of the existing database, else
 * `postgres`, else `nobody`; initdb requires that /etc/passwd knows it.
 */
export async function chooseAccount(root: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  const ownerUid = (await lstat(root).catch(() => undefined))?.uid;
  const chosen =
    accounts.find(({ uid }) => uid === ownerUid) ??
    accounts.find(({ name }) => name === 'postgres') ??
    accounts.find(({ name }) => name === 'nobody');
  if (chosen !== undefined) return chosen;
  throw new AppError(
    'unavailable',
    'PostgreSQL refuses to run as root, and /etc/passwd has neither an account postgres nor nobody. Add one (useradd --system postgres), or start Nines as another account than root.',
  );
}

/**
 * Finds the least privilege under which the programs and directories can be reached, by trying. Below a closed directory, such as
 * /root with mode 0700, another account needs a capability to pass: the one that only reads and searches, or, where a container
 * does not have it, the wider one.
 */
export async function findIdentity(account: Account | undefined, layout: Layout, binaries: Binaries): Promise<Identity> {
  const identities: Identity[] =
    account === undefined
      ? [{ kind: 'self' }]
      : [
          { kind: 'account', account },
          { kind: 'account-with-capability', account, capability: 'dac_read_search' },
          { kind: 'account-with-capability', account, capability: 'dac_override' },
        ];
  let firstFailure = '';
  for (const identity of identities) {
    if (identity.kind === 'account-with-capability') await requireSetpriv(identity.account, layout);
    const failure = await tryIdentity(identity, layout, binaries);
    if (failure === undefined) return identity;
    firstFailure ||= failure;
    if (!/permission denied|can't cd|operation not permitted/i.test(failure)) break;
  }
  throw explainFailure(firstFailure, layout);
}

/** The command line and options that start a program of PostgreSQL under the identity, in a session of its own. */
export function commandFor(identity: Identity, binaries: Binaries, cwd: string, program: string, args: string[]): Command {
  const options: SpawnOptions = { cwd, detached: true, env: environment(binaries) };
  switch (identity.kind) {
    case 'self':
      return { file: program, args, options };
    case 'account':
      return { file: program, args, options: { ...options, uid: identity.account.uid, gid: identity.account.gid } };
    case 'account-with-capability': {
      const { account, capability } = identity;
      const ids = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
      // Without the securebit access(2) ignores capabilities, and PostgreSQL asks access(2) about its own programs.
      const privileges = [`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`, '--securebits=+no_setuid_fixup'];
      return { file: 'setpriv', args: [...ids, ...privileges, program, ...args], options };
    }
  }
}

/** Nothing of our own environment reaches PostgreSQL: PG* variables would change it, and secrets have no business there. */
function environment(binaries: Binaries): NodeJS.ProcessEnv {
  const library = binaries.libraryPath === undefined ? {} : { LD_LIBRARY_PATH: binaries.libraryPath };
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV, ...library };
}

async function tryIdentity(identity: Identity, layout: Layout, binaries: Binaries): Promise<string | undefined> {
  const script = 'cd "$1" && cd "$2" && : <"$3" && exec "$4" --show -D "$2/data"';
  const args = ['-c', script, 'sh', layout.socketDir, layout.root, binaries.catalog, binaries.initdb];
  const { file, args: all, options } = commandFor(identity, binaries, '/', '/bin/sh', args);
  const { uid, gid, env } = options;
  try {
    await run(file, all, { uid, gid, env, cwd: '/', timeout: 10_000 });
    return undefined;
  } catch (error) {
    return (error as { stderr?: string }).stderr || messageOf(error);
  }
}

async function requireSetpriv(account: Account, layout: Layout): Promise<void> {
  const dirs = (process.env.PATH ?? '').split(path.delimiter);
  const found = await Promise.all(dirs.map((dir) => access(path.join(dir, 'setpriv')).then(() => true, () => false)));
  if (found.includes(true)) return;
  throw new AppError(
    'unavailable',
    `PostgreSQL runs as the account ${account.name}, which cannot reach ${layout.root} or the installed packages, and the program setpriv, which could let it pass, is not installed. Install util-linux, or move Nines and DATA_DIR to a directory that every account can enter, such as /opt.`,
  );
}

function parsePasswd(text: string): Account[] {
  return text
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && Number.isInteger(gid));
}
