import { describe, expect, it } from 'vitest';
import { cutText, joinLines, utf8Bytes } from './cut-text';
import { escapeHtml } from './escape';

describe('cutText', () => {
  it.each<[text: string, limit: number, cut: string]>([
    ['short', 5, 'short'],
    ['longer', 5, 'long…'],
    ['a b', 2, 'a…'],
    ['😀😀😀', 4, '😀…'],
    ['', 3, ''],
  ])('leaves whole characters of %j within %i', (text, limit, cut) => {
    expect(cutText(text, limit)).toBe(cut);
  });

  it.each([5, 6, 9, 10, 11, 14, 15])('cuts no escape apart at %i', (limit) => {
    const cut = cutText('&&&&&&', limit, escapeHtml);
    expect(cut).toMatch(/^(?:&amp;)*…$/);
    expect(cut.length).toBeLessThanOrEqual(limit);
  });

  it('counts bytes where a service does', () => {
    expect(utf8Bytes(cutText('äöü'.repeat(100), 50, undefined, utf8Bytes))).toBeLessThanOrEqual(50);
  });
});

describe('joinLines', () => {
  it('leaves out whole lines and says how many', () => {
    expect(joinLines(['one', 'two', 'three'], 100, (count) => `+${count}`)).toBe('one\ntwo\nthree');
    expect(joinLines(['one', 'two', 'three'], 11, (count) => `+${count}`)).toBe('one\ntwo\n+1');
    expect(joinLines(['much too long a line'], 10, (count) => `+${count}`)).toBe('+1');
  });
});
