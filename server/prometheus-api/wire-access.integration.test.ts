import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;
let written: Response;

beforeAll(async () => {
  nines = await startTestRuntime();
  const key = await nines.keyOf(nines.cast.alice.tenant, 'monitoring.write');
  written = await fetch(`${nines.origin}/api/v1/import/prometheus`, { method: 'POST', headers: { authorization: `Bearer ${key}` }, body: '# HELP only_alpha Secret.\nonly_alpha{secret="x"} 1\n' });
});
afterAll(() => nines.close());

/** Every method of every wire endpoint, with its parameters filled in. */
function requests(): [method: string, path: string][] {
  const parameters = new URLSearchParams({ query: '{__name__=~"only_.+"}', start: '0', end: String(Date.now() / 1_000), step: '1d', 'match[]': '{__name__=~"only_.+"}' });
  return nines.runtime.wires.endpoints.flatMap(({ path, methods }) =>
    methods.map((method): [string, string] => [method, `${path.replace('{name}', 'secret')}?${parameters.toString()}`]),
  );
}

describe('each wire endpoint, over the real engine', () => {
  it('was given a sample to hide', () => expect(written.status).toBe(204));

  it('answers nobody with 401', async () => {
    expect(requests().length).toBeGreaterThan(20);
    for (const [method, path] of requests()) expect((await fetch(nines.origin + path, { method })).status, `${method} ${path}`).toBe(401);
  });

  it('answers a VIEWER and a MEMBER without any permission with 403', async () => {
    for (const person of [nines.cast.victor, nines.cast.bob]) {
      const { cookie } = await nines.openSession(person);
      for (const [method, path] of requests()) {
        const answer = await fetch(nines.origin + path, { method, headers: { cookie, origin: nines.origin } });
        expect(answer.status, `${person.role} ${method} ${path}`).toBe(403);
      }
    }
  });

  it('tells another tenant nothing of the series, its labels or its description', async () => {
    const key = await nines.keyOf(nines.cast.charlie.tenant, 'monitoring.read');
    const own = await nines.keyOf(nines.cast.alice.tenant, 'monitoring.read');
    const read = requests().filter(([, path]) => /^\/api\/v1\/(?:query|query_range|series|labels|label\/|metadata)/.test(path));
    let seen = 0;
    for (const [method, path] of read) {
      const textOf = async (token: string) => (await fetch(nines.origin + path, { method, headers: { authorization: `Bearer ${token}` } })).text();
      expect(await textOf(key), `${method} ${path}`).not.toMatch(/only_alpha|"secret"|"x"/);
      if (/only_alpha|"secret"|"x"/.test(await textOf(own))) seen += 1;
    }
    expect(seen).toBeGreaterThan(5);
  });
});
