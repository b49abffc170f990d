import { describe, expect, test } from 'vitest';
import { readCommand, redis } from './redis';

describe('a command', () => {
  test.each<[text: string, words: string[] | null]>([
    ['ping', ['PING']],
    ['  INFO   replication ', ['INFO', 'replication']],
    ['get "a key"', ['GET', 'a key']],
    ['GET "say \\"hi\\" \\\\ there"', ['GET', 'say "hi" \\ there']],
    ['GET ""', ['GET', '']],
    ['GET "open', null],
    ['GET a"b', null],
    ['GET "a"b', null],
    ['', null],
  ])('%j', (text, words) => {
    expect(readCommand(text)).toEqual(words);
  });

  test('is read fast, however long', () => {
    expect(readCommand(`GET "${'\\'.repeat(100_001)}`)).toBeNull();
  });

  test.each(['FLUSHALL', 'SET a 1', 'CONFIG GET requirepass', 'EVAL "return 1" 0', 'SHUTDOWN', 'DEBUG SLEEP 100', 'PING\r\nFLUSHALL x', 'KEYS *'])('that may do more than read is refused: %j', (command) => {
    const { success } = redis.settings.safeParse({ host: 'cache.example.com', command });
    // A line break is white space: what follows is an argument of PING, and nothing else.
    expect(success).toBe(command.startsWith('PING'));
  });
});

test('a field is of INFO only', () => {
  const parse = (settings: Record<string, unknown>) => redis.settings.safeParse({ host: 'cache.example.com', ...settings }).success;
  expect([parse({ infoField: 'role' }), parse({ command: 'info', infoField: 'role' })]).toEqual([false, true]);
});

test('a target has no secret and a destination tells hosts, ports and trust apart', () => {
  const of = (settings: Record<string, unknown>) => redis.settings.parse({ host: 'Cache.example.com', ...settings });
  expect(redis.targetOf(of({ database: 3 }))).toBe('Cache.example.com:6379/3');
  expect(redis.destinationOf(of({}))).toBe(redis.destinationOf(of({ host: 'cache.EXAMPLE.com', command: 'DBSIZE' })));
  for (const changed of [{ host: 'b' }, { port: 1 }, { tls: 'verified' }]) expect(redis.destinationOf(of(changed))).not.toBe(redis.destinationOf(of({})));
});
