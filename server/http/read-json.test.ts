import { describe, expect, it } from 'vitest';
import { readJson } from './read-json';

const json = { 'content-type': 'application/json' };

function requestOf(body: BodyInit | null, headers: Record<string, string> = json): Request {
  return new Request('http://nines/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);
}

/** A body without a length, in parts. */
function parts(...texts: (string | Uint8Array<ArrayBuffer>)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const text of texts) controller.enqueue(typeof text === 'string' ? encoder.encode(text) : text);
      controller.close();
    },
  });
}

describe('readJson', () => {
  const read: [what: string, request: Request, value: unknown][] = [
    ['an object', requestOf('{"a":1}'), { a: 1 }],
    ['a type with a charset', requestOf('[]', { 'content-type': 'Application/JSON; charset=utf-8' }), []],
    ['a body in parts, cut inside of a character', requestOf(parts('{"a":"', new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac]), '"}')), { a: '€' }],
    ['a body of exactly the limit', requestOf(JSON.stringify('x'.repeat(98))), 'x'.repeat(98)],
    ['brackets a thousand deep', requestOf('['.repeat(50) + ']'.repeat(50)), JSON.parse('['.repeat(50) + ']'.repeat(50))],
  ];
  it.each(read)('reads %s', async (_, request, value) => {
    expect(await readJson(request, 100)).toEqual(value);
  });

  it('keeps a key __proto__ a key, so that nothing else changes', async () => {
    const value = (await readJson(requestOf('{"__proto__":{"isAdmin":true}}'), 100)) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  const refused: [what: string, request: Request, code: string, message: RegExp][] = [
    ['no type', requestOf(new Blob(['{}']), {}), 'invalid', /not none/],
    ['a form', requestOf('a=1', { 'content-type': 'application/x-www-form-urlencoded' }), 'invalid', /x-www-form-urlencoded/],
    ['a type that only begins like JSON', requestOf('{}', { 'content-type': 'application/json-patch+json' }), 'invalid', /json-patch/],
    ['an empty body', requestOf(''), 'invalid', /not valid JSON/],
    ['no body', requestOf(null), 'invalid', /not valid JSON/],
    ['half of JSON', requestOf('{"a":'), 'invalid', /not valid JSON/],
    ['bytes that are not UTF-8', requestOf(parts(new Uint8Array([0x22, 0xff, 0x22]))), 'invalid', /UTF-8/],
    ['a length over the limit, unread', requestOf('{}', { ...json, 'content-length': '101' }), 'too_large', /100 bytes/],
    ['a body over the limit', requestOf('x'.repeat(101)), 'too_large', /100 bytes/],
    ['a body in parts over the limit', requestOf(parts('x'.repeat(60), 'x'.repeat(60))), 'too_large', /100 bytes/],
  ];
  it.each(refused)('refuses %s', async (_, request, code, message) => {
    await expect(readJson(request, 100)).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it('stops reading a body without an end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(10));
      },
    });
    await expect(readJson(requestOf(endless), 100)).rejects.toMatchObject({ code: 'too_large' });
    expect(pulled).toBeLessThan(20);
  });
});
