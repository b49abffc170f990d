import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Done, Order, TargetName } from './drill-target-process';
import type { Time } from './drill-times';

export interface DrillTargets {
  readonly ports: Record<TargetName, number>;
  /** A page and a port refuse connections from then on, the hanging page takes requests and never answers. Gives how long it took, by the clock of their process. */
  stop(name: TargetName): Promise<Time>;
  /** It answers again, on the same port. */
  start(name: TargetName): Promise<Time>;
  /** When their process was held up for more than 100 ms, so that they answered late. */
  stalls(): Promise<Time[]>;
  /** For good. */
  close(): Promise<void>;
}

/** Starts a web page, a port, and a web page that hangs when it is stopped, in a process of their own. */
export async function startTargets(): Promise<DrillTargets> {
  const child = fork(path.resolve(import.meta.dirname, 'drill-target-process.ts'), { execArgv: ['--import', 'tsx'], env: { PATH: process.env.PATH } as unknown as NodeJS.ProcessEnv });
  const waiting = new Map<number, (done: Done) => void>();
  let orders = 0;
  child.on('message', (done: Done) => waiting.get(done.id)?.(done));
  const ended = once(child, 'exit');
  const answer = (id: number) => {
    const done = new Promise<Done>((resolve) => waiting.set(id, resolve));
    return Promise.race([done, ended.then((): never => { throw new Error('The process of the targets ended.'); })]);
  };
  const order = (what: Order['what'], name: TargetName = 'page') => {
    const id = (orders += 1);
    child.send({ id, what, name } satisfies Order);
    return answer(id);
  };
  const { ports } = await answer(0);
  return {
    ports,
    stop: async (name) => (await order('stop', name)).took,
    start: async (name) => (await order('start', name)).took,
    stalls: async () => (await order('tell')).stalls,
    close: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
