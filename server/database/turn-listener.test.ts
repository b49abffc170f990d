import pino from 'pino';
import { expect, test } from 'vitest';
import { listenForTurn } from './turn-listener';

test('a database that is away at the start is complained of, and ends nothing', async () => {
  const lines: string[] = [];
  const listener = listenForTurn(
    { host: '/nowhere/at/all', database: 'nines' },
    { name: 'tests', channel: 'nines_tests', lock: 1, log: pino({}, { write: (line: string) => void lines.push(line) }), onChange: () => undefined, onTurn: () => undefined },
  );
  await expect(listener.ready).resolves.toBeUndefined();
  expect(lines.join('')).toContain('listening for changes of tests was interrupted');
  await listener.stop();
});
