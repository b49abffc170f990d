import { describe, expect, test } from 'vitest';
import { createReplyReader, encodeCommand, type RespReply } from './resp';

describe('a reply of Redis', () => {
  test.each<[written: string, reply: RespReply]>([
    ['+PONG\r\n', { kind: 'text', text: 'PONG' }],
    ['-ERR wrong\r\n', { kind: 'error', text: 'ERR wrong' }],
    [':-12\r\n', { kind: 'integer', text: '-12' }],
    ['$5\r\na\r\nbc\r\n', { kind: 'text', text: 'a\r\nbc' }],
    ['$0\r\n\r\n', { kind: 'text', text: '' }],
    ['$-1\r\n', { kind: 'nil' }],
    ['*-1\r\n', { kind: 'nil' }],
    ['*0\r\n', { kind: 'list', items: [] }],
    ['*2\r\n$1\r\na\r\n*1\r\n:1\r\n', { kind: 'list', items: [{ kind: 'text', text: 'a' }, { kind: 'list', items: [{ kind: 'integer', text: '1' }] }] }],
  ])('%j is read, and waited for at each of its bytes', (written, reply) => {
    const bytes = Buffer.from(written);
    expect(createReplyReader()(bytes)).toEqual(reply);
    const read = createReplyReader();
    for (let length = 0; length < bytes.length; length += 1) expect(read(bytes.subarray(0, length))).toBeNull();
    expect(read(bytes)).toEqual(reply);
  });

  test.each(['HTTP/1.1 200 OK\r\n', '$x\r\n', '$99999999999\r\n', '*5000\r\n', '*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n', `+${'x'.repeat(70_000)}`, `*2\r\n*600\r\n${':1\r\n'.repeat(600)}*600\r\n`])('%j is none', (written) => {
    expect(() => createReplyReader()(Buffer.from(written))).toThrow(/answer/);
  });

  test('a long one that comes in small pieces is read once', () => {
    const bytes = Buffer.from(`*900\r\n$200000\r\n${'x'.repeat(200_000)}\r\n${':1\r\n'.repeat(899)}`);
    const read = createReplyReader();
    const startedMs = performance.now();
    let early = 0;
    for (let length = 0; length < bytes.length; length += 1) if (read(bytes.subarray(0, length)) !== null) early += 1;
    expect(early).toBe(0);
    expect(read(bytes)).toMatchObject({ items: { length: 900 } });
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  test('arguments are sent with their length in bytes, so that nothing in them is a command', () => {
    expect(encodeCommand(['GET', 'ä\r\n*1']).toString()).toBe('*2\r\n$3\r\nGET\r\n$6\r\nä\r\n*1\r\n');
  });
});
