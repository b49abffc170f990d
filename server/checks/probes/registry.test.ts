import { describe, expect, it } from 'vitest';
import { tcp } from '@/lib/checks/kinds/tcp';
import type { CheckedLookup } from './probe';
import { probeOf, runProbe } from './registry';
import { redactResult } from './redact-result';
import { noEvidence, storableResult } from './result';
import { testServices } from './test-probing';
import { startRaw } from './test-servers';

const never: CheckedLookup = () => new Promise(() => undefined);
const input = { settings: tcp.settings.parse({ host: 'www.example.com', port: 1 }), secrets: {}, timeoutMs: 200, nowMs: 0, signal: new AbortController().signal, services: { ...testServices, lookup: never } };

describe('running a probe', () => {
  it('answers in time, whatever does not', async () => {
    const result = await runProbe('tcp', input);
    expect(result).toMatchObject({ success: false, isNetworkError: true, message: 'No answer within 0.2 s: the name www.example.com is still being looked up.' });
    expect(result.durationMs).toBeLessThan(600);
  });

  it('ends at once when it is stopped', async () => {
    const stopping = new AbortController();
    const running = runProbe('tcp', { ...input, timeoutMs: 60_000, signal: stopping.signal });
    stopping.abort();
    expect((await running).success).toBe(false);
    expect((await runProbe('tcp', { ...input, timeoutMs: 60_000, signal: stopping.signal })).success).toBe(false);
  });

  it('takes a target that was reached and is silent for slow, and not for a network that is away', async () => {
    const server = await startRaw(() => undefined);
    const reached = { ...input, settings: tcp.settings.parse({ host: '127.0.0.1', port: server.port, expect: 'hello' }), services: testServices };
    expect(await runProbe('tcp', reached)).toMatchObject({ success: false, isNetworkError: false, evidence: { address: '127.0.0.1' } });
    await server.close();
  });

  it('keeps the secrets of its check out of all that it says', async () => {
    const secret = 'hunter2 "quoted" word';
    const evidence = { ...noEvidence(), body: `a ${secret}`, error: encodeURIComponent(secret), answers: [JSON.stringify(secret)], headers: { a: secret }, redirects: [`https://example.com/${encodeURIComponent(secret)}`] };
    const clean = redactResult({ success: false, durationMs: 1, message: `it said ${secret}`, isNetworkError: false, values: [], evidence }, { password: secret, token: 'abc', other: undefined });
    expect(JSON.stringify(clean)).not.toContain('hunter2');
    expect([clean.message, clean.evidence.body, clean.evidence.headers]).toEqual(['it said ***', 'a ***', { a: '***' }]);
  });

  it('says that there is nothing to probe', async () => {
    expect([probeOf('heartbeat'), (await runProbe('nothing', input)).message]).toEqual([null, 'There is nothing to probe for a check of the kind nothing.']);
  });

  it('throws what is a defect of its own', async () => {
    await expect(runProbe('tcp', { ...input, services: { ...testServices, lookup: () => Promise.reject(new TypeError('defect')) } })).rejects.toThrow('defect');
  });
});

it('a result is made storable', () => {
  const evidence = { ...noEvidence(), body: 'a\u0000\ud800', answers: Array.from({ length: 30 }, () => 'x'.repeat(500)), headers: { a: '\u0000' }, error: '\u0000' };
  const kept = storableResult({ success: true, durationMs: 1, message: '\u0000', isNetworkError: false, values: [{ name: 'a', labels: {}, value: Number.NaN }], evidence });
  expect([kept.message, kept.values, kept.evidence.body, kept.evidence.answers.length, kept.evidence.answers[0]?.length, kept.evidence.headers, kept.evidence.error]).toEqual(['\uFFFD', [], 'a\uFFFD\uFFFD', 20, 200, { a: '\uFFFD' }, '\uFFFD']);
});
