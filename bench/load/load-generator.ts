import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import type { Answers, Command } from './commands';

/** The process that sends, apart from what is measured and from what measures. */
export class LoadGenerator {
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(path.resolve(import.meta.dirname, '../send-load.ts'), {
      cwd: path.resolve(import.meta.dirname, '../..'),
      execArgv: ['--import', 'tsx', '--max-old-space-size=4096'],
    });
  }

  do<K extends Command['kind']>(command: Extract<Command, { kind: K }>): Promise<Answers[K]> {
    return new Promise((resolve, reject) => {
      const onMessage = (message: { answer?: Answers[K]; error?: string }) => {
        this.child.off('exit', onExit);
        if (message.answer) resolve(message.answer);
        else reject(new Error(message.error));
      };
      const onExit = (code: number | null) => {
        this.child.off('message', onMessage);
        reject(new Error(`The load generator ended with ${code}.`));
      };
      this.child.once('message', onMessage).once('exit', onExit);
      this.child.send(command);
    });
  }

  stop(): void {
    this.child.disconnect();
  }
}
