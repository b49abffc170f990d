import { describe, expect, it } from 'vitest';
import { Shutdown } from './shutdown';

interface Warning {
  part: string;
  reason: string;
}

function logTo(warnings: Warning[]) {
  return { warn: (details: unknown) => void warnings.push(details as Warning) };
}

describe('Shutdown', () => {
  it('stops what was started last first, one after the other', async () => {
    const shutdown = new Shutdown();
    const events: string[] = [];
    for (const name of ['lock', 'database', 'http']) {
      shutdown.add(name, async () => {
        events.push(`${name} stops`);
        await Promise.resolve();
        events.push(`${name} stopped`);
      });
    }
    await shutdown.run(logTo([]));
    expect(events).toEqual(['http stops', 'http stopped', 'database stops', 'database stopped', 'lock stops', 'lock stopped']);
  });

  it('stops once, however often it is asked', async () => {
    const shutdown = new Shutdown();
    let stops = 0;
    shutdown.add('database', () => void (stops += 1));
    await Promise.all([shutdown.run(logTo([])), shutdown.run(logTo([])), shutdown.run(logTo([]))]);
    expect(stops).toBe(1);
  });

  it('names a part that fails and goes on with the next', async () => {
    const shutdown = new Shutdown();
    const warnings: Warning[] = [];
    let isLockReleased = false;
    shutdown.add('lock', () => void (isLockReleased = true));
    shutdown.add('database', () => Promise.reject(new Error('it is gone')));
    shutdown.add('http', () => {
      throw new Error('it was never open');
    });
    await shutdown.run(logTo(warnings));
    expect(isLockReleased).toBe(true);
    expect(warnings).toEqual([{ part: 'http', reason: 'it was never open' }, { part: 'database', reason: 'it is gone' }]);
  });

  it('passes over a part that does not stop in time', async () => {
    const shutdown = new Shutdown();
    const warnings: Warning[] = [];
    shutdown.add('hangs', () => new Promise(() => undefined), 20);
    await shutdown.run(logTo(warnings));
    expect(warnings).toEqual([{ part: 'hangs', reason: 'not stopped after 20 ms' }]);
  });

  it('tells by its signal that stopping has begun, before any part stops', async () => {
    const shutdown = new Shutdown();
    let seen: boolean | null = null;
    shutdown.add('part', () => void (seen = shutdown.signal.aborted));
    expect(shutdown.signal.aborted).toBe(false);
    await shutdown.run(logTo([]));
    expect(seen).toBe(true);
  });

  it('stops a part that was added while it was stopping', async () => {
    const shutdown = new Shutdown();
    const events: string[] = [];
    shutdown.add('first', () => {
      shutdown.add('late', () => void events.push('late'));
    });
    await shutdown.run(logTo([]));
    expect(events).toEqual(['late']);
  });
});
