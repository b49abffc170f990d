import { describe, expect, it } from 'vitest';
import { isAppError } from '@/lib/errors';
import { compileMatcher, compilePattern } from './matcher';

function refusalOf(pattern: string): string {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return error.message;
    throw error;
  }
  return 'none';
}

describe('a list of values', () => {
  it('is as long as dashboards make it, escaped dots and all', () => {
    const hosts = Array.from({ length: 500 }, (_, index) => `host-${index}\\.example\\.com:9100`);
    const matches = compileMatcher({ operator: '=~', value: hosts.join('|') });
    expect(matches('host-499.example.com:9100')).toBe(true);
    expect(matches('host-499xexample.com:9100')).toBe(false);
  });
});

describe('a regular expression', () => {
  it.each([
    ['characters', 'a|'.repeat(512) + 'b', 'has at most 1024 characters; this one has 1025'],
    ['groups', '(.*)'.repeat(33), 'has at most 32 groups; this one has 33. Write (?:…)'],
    ['instructions', '[a-z]{1,501}', 'is too large. Use fewer alternatives, or smaller counts'],
    ['repetitions', 'a{500}b{501}', 'is too large'],
    ['repetitions without end', 'a{600,}b{401,}', 'is too large'],
  ])('is refused for too many %s', (_, pattern, message) => {
    expect(refusalOf(pattern)).toContain(message);
  });

  it.each(['(.*)'.repeat(32), 'a{900}', '\\x{10FFFF}|[{999}]', 'a|'.repeat(400) + 'b', '(?:\\d{1,3}\\.){3}\\d{1,3}:\\d+'])('is accepted where a match is quick: %s', (pattern) => {
    expect(refusalOf(pattern)).toBe('none');
  });

  it('is refused before it is compiled where that takes long', () => {
    const startedAt = performance.now();
    expect(refusalOf('a{1000}'.repeat(146))).toContain('is too large');
    expect(performance.now() - startedAt).toBeLessThan(300);
  });
});
