import { isAppError } from '@/lib/errors';
import { readConfig, type Config } from './config';
import { createLog, type Log } from './log';
import { Shutdown } from './shutdown';

interface Program {
  start: (config: Config, log: Log, shutdown: Shutdown) => Promise<void>;
  /** Tells who sits at the terminal. */
  say: (line: string) => void;
}

/** From the variables of the process to its end: a signal stops in good order with code 0, a start that cannot work says why and ends with 1. */
export async function runProcess({ start, say }: Program): Promise<void> {
  const shutdown = new Shutdown();
  let log = createLog('info');
  let stopping = false;
  const stop = async (why: string, exitCode: number) => {
    if (stopping) return;
    stopping = true;
    say(`${why}: stopping.`);
    await shutdown.run(log);
    if (exitCode === 0) say('Stopped.');
    process.exit(exitCode);
  };
  // Where nobody reads what is printed any more, it is lost, and Nines goes on.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('Ctrl-C', 0));
  // Not under nohup, whose point is to outlive the terminal.
  if (process.stdout.isTTY) process.on('SIGHUP', () => void stop('The terminal was closed', 0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'unexpected error');
    void stop('An unexpected error happened (see the log)', 1);
  });
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  try {
    const config = readConfig(process.env);
    log = createLog(config.logLevel);
    await start(config, log, shutdown);
  } catch (error) {
    if (stopping) return;
    stopping = true;
    if (isAppError(error)) process.stderr.write(`Nines cannot start. ${error.message}\n`);
    else log.fatal({ err: error }, 'Nines cannot start');
    await shutdown.run(log);
    process.exit(1);
  }
}
