import pino, { type Logger, type LoggerOptions } from 'pino';

export type Log = Logger;

/** Structured log on standard error, one JSON object a line. Credentials never reach it. */
export function createLog(level: string): Log {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: ['password', '*.password', 'token', '*.token', 'secret', '*.secret', 'headers.cookie', 'headers.authorization'],
  };
  return pino(options, pino.destination({ dest: 2, sync: true }));
}
