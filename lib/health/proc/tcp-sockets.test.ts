import { describe, expect, test } from 'vitest';
import { countListeners, parseCurrentEstablished, parseSockstat, tcpStates } from './tcp-sockets';

test('sockstat gives sockets in use and in TIME_WAIT', () => {
  expect(parseSockstat('sockets: used 11\nTCP: inuse 21 orphan 0 tw 7 alloc 30 mem 55\nUDP: inuse 3\n')).toEqual({ inUse: 21, timeWait: 7 });
  expect(parseSockstat('TCP6: inuse 4\nUDP6: inuse 0\n')).toEqual({ inUse: 4, timeWait: null });
  expect(parseSockstat('')).toEqual({ inUse: null, timeWait: null });
});

test('snmp gives the established of the column that its heading names', () => {
  const text = 'Ip: Forwarding\nIp: 2\nTcp: RtoAlgorithm CurrEstab InSegs\nTcp: 1 42 22517\nUdp: x\nUdp: 1\n';
  expect(parseCurrentEstablished(text)).toBe(42);
  expect(parseCurrentEstablished('Tcp: RtoAlgorithm\nTcp: 1\n')).toBeNull();
  expect(parseCurrentEstablished('')).toBeNull();
});

describe('countListeners', () => {
  const heading = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
  const socket = (slot: number, state: string) => `   ${slot}: 00000000:07E8 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 636 1 0 100 0 0 10 0\n`;

  test.each<[string, string, number, boolean]>([
    ['stops at the first socket that does not listen', heading + socket(0, '0A') + socket(1, '0A') + socket(2, '01') + socket(3, '0A'), 2, false],
    ['goes on when all listen', heading + socket(0, '0A'), 1, true],
    ['goes on from a later line', socket(7, '0A') + socket(8, '06'), 1, false],
    ['is none for a heading alone', heading, 0, true],
    ['is none for nothing', '', 0, true],
  ])('%s', (_, text, count, mayContinue) => {
    expect(countListeners(text)).toEqual({ count, mayContinue });
  });
});

test('other sockets are what is left, never less than none', () => {
  expect(tcpStates({ inUse: 10, established: 5, timeWait: 100, listen: 3 })).toEqual({ established: 5, timeWait: 100, listen: 3, other: 2 });
  expect(tcpStates({ inUse: 10, established: 9, timeWait: 0, listen: 3 }).other).toBe(0);
});
