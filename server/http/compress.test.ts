import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { acceptsGzip, compressAnswer } from './compress';

describe('acceptsGzip', () => {
  it.each([
    ['gzip', true], ['gzip, deflate, br', true], ['br;q=1.0, gzip;q=0.8, *;q=0.1', true], ['*', true], ['GZIP', true], ['x-gzip', true],
    [null, false], ['', false], ['identity', false], ['gzip;q=0', false], ['gzip; q=0.000, *', false], ['*;q=0', false], ['br', false],
  ] as const)('%s: %s', (header, accepts) => {
    expect(acceptsGzip(header)).toBe(accepts);
  });
});

describe('compressAnswer', () => {
  const answer = { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text: 'x'.repeat(5_000) }) };

  it('compresses a long body for who takes gzip', async () => {
    const { headers, body } = await compressAnswer(answer, 'gzip');
    expect(headers).toEqual({ 'content-type': 'application/json', vary: 'accept-encoding', 'content-encoding': 'gzip' });
    expect(gunzipSync(body as Uint8Array).toString()).toBe(answer.body);
  });

  it('leaves it to others, and a short one to everybody', async () => {
    expect((await compressAnswer(answer, null)).body).toBe(answer.body);
    expect((await compressAnswer({ ...answer, body: '{}' }, 'gzip')).body).toBe('{}');
  });
});
