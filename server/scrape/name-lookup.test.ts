import { describe, expect, it } from 'vitest';
import { createNameLookup, type Resolve } from './name-lookup';

/** A resolver that answers when it is told to. */
function slowResolver() {
  const running = new Map<string, Parameters<Resolve>[1]>();
  const asked: string[] = [];
  return {
    asked,
    running: () => [...running.keys()],
    resolve: ((name, done) => {
      asked.push(name);
      running.set(name, done);
    }) satisfies Resolve,
    answer(name: string, isThere: boolean) {
      const done = running.get(name);
      running.delete(name);
      done?.(isThere ? { addresses: [{ address: '192.0.2.1', family: 4 }], error: null } : { addresses: null, error: new Error(`${name} is unknown`) });
    },
  };
}

describe('looking up names', () => {
  it('asks once for all who want the same name', () => {
    const resolver = slowResolver();
    const lookup = createNameLookup(() => 0, resolver.resolve);
    const answers: unknown[] = [];
    for (let index = 0; index < 3; index += 1) lookup('a', ({ addresses }) => answers.push(addresses?.[0]?.address));
    resolver.answer('a', true);
    expect([resolver.asked, answers]).toEqual([['a'], ['192.0.2.1', '192.0.2.1', '192.0.2.1']]);
  });

  it('takes two threads at most, and one for names that failed', () => {
    let now = 0;
    const resolver = slowResolver();
    const lookup = createNameLookup(() => now, resolver.resolve);
    const ignore = () => undefined;
    for (const name of ['a', 'b', 'c']) lookup(name, ignore);
    expect(resolver.running()).toEqual(['a', 'b']);
    for (const name of ['a', 'b', 'c']) resolver.answer(name, false);
    now = 20_000;
    for (const name of ['a', 'b', 'c']) lookup(name, ignore);
    expect(resolver.running()).toEqual(['a']);
    lookup('good', ignore);
    expect(resolver.running()).toEqual(['a', 'good']);
  });

  it('keeps a thread for names that succeeded, however many others there are', () => {
    const resolver = slowResolver();
    const lookup = createNameLookup(() => 0, resolver.resolve);
    const ignore = () => undefined;
    lookup('good', ignore);
    resolver.answer('good', true);
    for (let index = 0; index < 100; index += 1) lookup(`bad ${index}`, ignore);
    expect(resolver.running()).toEqual(['bad 0']);
    lookup('good', ignore);
    expect(resolver.running()).toEqual(['bad 0', 'good']);
    resolver.answer('good', true);
    expect(resolver.running()).toEqual(['bad 0']);
    resolver.answer('bad 0', false);
    expect(resolver.running()).toEqual(['bad 1']);
  });

  it('remembers a failure for ten seconds', async () => {
    let now = 0;
    const resolver = slowResolver();
    const lookup = createNameLookup(() => now, resolver.resolve);
    const ask = () => new Promise<string | undefined>((resolve) => lookup('a', ({ error }) => resolve(error?.message)));
    const first = ask();
    resolver.answer('a', false);
    expect([await first, await ask(), resolver.asked.length]).toEqual(['a is unknown', 'a is unknown', 1]);
    now = 10_000;
    const later = ask();
    resolver.answer('a', true);
    expect(await later).toBeUndefined();
  });
});
