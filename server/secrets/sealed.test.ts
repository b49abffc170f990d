import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSealer } from './sealed';

const key = Buffer.alloc(32, 7).toString('base64url');

describe('a sealed text', () => {
  it('opens in its own place, whatever it holds', () => {
    const sealer = createSealer(key);
    for (const plain of ['', 'hunter2', 'ü\u0000😀', 'x'.repeat(100_000)]) expect(sealer.open(sealer.seal(plain, 'a row'), 'a row')).toBe(plain);
  });

  it('does not show what it holds, nor that two hold the same', () => {
    const sealer = createSealer(key);
    const [one, two] = [sealer.seal('hunter2', 'a row'), sealer.seal('hunter2', 'a row')];
    expect(one).toMatch(/^v1\.[\w-]+$/);
    expect(one).not.toBe(two);
    expect(Buffer.from(one.slice(3), 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  const sealed = createSealer(key).seal('hunter2', 'a row');
  const refused: [what: string, text: string, context: string, key: string][] = [
    ['in another place', sealed, 'another row', key],
    ['with another key', sealed, 'a row', randomBytes(32).toString('base64url')],
    ['when a bit was changed', sealed.slice(0, -2) + (sealed.endsWith('AA') ? 'BB' : 'AA'), 'a row', key],
    ['when it was cut', sealed.slice(0, 20), 'a row', key],
    ['of another version', `v2${sealed.slice(2)}`, 'a row', key],
    ['that is empty', '', 'a row', key],
  ];
  it.each(refused)('does not open %s', (_, text, context, with_) => {
    expect(() => createSealer(with_).open(text, context)).toThrow('A stored secret cannot be read');
  });
});
