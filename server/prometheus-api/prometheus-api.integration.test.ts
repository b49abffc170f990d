import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryMetricStore } from './test-memory-metric-store';
import { at, storeSeries, t0 } from './test-stored-series';
import { startWireServer, type WireServer } from './test-wire-server';

const run = promisify(execFile);
const store = createMemoryMetricStore();
let wire: WireServer;
let reader: Record<string, string>;

beforeAll(async () => {
  wire = await startWireServer(store, {
    targets: () => ({
      activeTargets: [
        { discoveredLabels: {}, labels: { job: 'node' }, scrapePool: 'node', scrapeUrl: 'http://x/metrics', globalUrl: 'http://x/metrics', lastError: '', lastScrape: '2026-01-01T00:00:00.000Z', lastScrapeDuration: 0.1, health: 'up', scrapeInterval: '15s', scrapeTimeout: '10s' },
      ],
      droppedTargets: [{ discoveredLabels: { job: 'other' }, scrapePool: 'other' }],
      droppedTargetCounts: { other: 7 },
    }),
  });
  await storeSeries(store, wire.nines.tenants);
  reader = await wire.as(['monitoring.read']);
});
afterAll(() => wire.close());

interface Got {
  status: number;
  headers: Headers;
  body: { status: string; data?: unknown; errorType?: string; error?: string; warnings?: string[]; infos?: string[] };
}

async function ask(path: string, init: RequestInit = {}): Promise<Got> {
  const response = await fetch(`${wire.origin}/api/v1/${path}`, { ...init, headers: { ...reader, ...init.headers } });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text };
}

const get = (path: string, parameters: [string, string][] = []) => ask(`${path}?${new URLSearchParams(parameters).toString()}`);
const post = (path: string, parameters: [string, string][]) => ask(path, { method: 'POST', body: new URLSearchParams(parameters) });

describe.each([['GET', get], ['POST', post]] as const)('by %s', (_, send) => {
  it('an instant query gives a vector', async () => {
    const { status, headers, body } = await send('query', [['query', 'up{instance="b"}'], ['time', at(30)]]);
    expect(status).toBe(200);
    expect(body).toEqual({ status: 'success', data: { resultType: 'vector', result: [{ metric: { __name__: 'up', instance: 'b', job: 'node' }, value: [t0 / 1000 + 30, '1e-07'] }] } });
    expect(headers.get('x-nines-resolution')).toBe('raw');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-type')).toBe('application/json');
  });

  it('an instant query gives a scalar, a string or a matrix', async () => {
    expect((await send('query', [['query', '1e-7'], ['time', '1.5']])).body.data).toEqual({ resultType: 'scalar', result: [1.5, '0.0000001'] });
    expect((await send('query', [['query', '"a<b"'], ['time', '1']])).body.data).toEqual({ resultType: 'string', result: [1, 'a<b'] });
    expect((await send('query', [['query', 'up{instance="a"}[20s]'], ['time', at(30)]])).body.data).toMatchObject({ resultType: 'matrix', result: [{ values: [[t0 / 1000 + 15, '1'], [t0 / 1000 + 30, '0']] }] });
  });

  it('a range query gives a matrix, and its cost when asked', async () => {
    const parameters: [string, string][] = [['query', 'up{instance="a"}'], ['start', at(0)], ['end', at(45)], ['step', '15s']];
    const { body } = await send('query_range', parameters);
    expect(body.data).toEqual({ resultType: 'matrix', result: [{ metric: { __name__: 'up', instance: 'a', job: 'node' }, values: [0, 15, 30, 45].map((seconds, index) => [t0 / 1000 + seconds, ['1', '1', '0', '1'][index]]) }] });
    expect((await send('query_range', [...parameters, ['stats', 'all']])).body.data).toMatchObject({ stats: { timings: { execTotalTime: 0.001 }, samples: { totalQueryableSamples: 4 }, nines: { series: 1, resolution: 'raw' } } });
  });

  it('series and labels are found by selectors and times', async () => {
    expect((await send('series', [['match[]', 'up'], ['match[]', 'dotted']])).body.data).toEqual([
      { __name__: 'up', instance: 'a', job: 'node' }, { __name__: 'up', instance: 'b', job: 'node' }, { __name__: 'dotted', 'http.status': '200' },
    ]);
    expect((await send('series', [['match[]', 'up'], ['start', at(1_000)]])).body.data).toEqual([]);
    expect((await send('series', [['match[]', 'up'], ['start', at(10)], ['end', at(5)]])).body.data).toEqual([]);
    expect((await send('labels', [])).body.data).toEqual(['__name__', 'http.status', 'instance', 'job']);
    expect((await send('labels', [['match[]', 'dotted']])).body.data).toEqual(['__name__', 'http.status']);
  });

  it('what a limit cuts off is said', async () => {
    expect((await send('series', [['match[]', 'up'], ['limit', '1']])).body).toMatchObject({ data: [{ instance: 'a' }], warnings: ['results truncated due to limit'] });
    expect((await send('query', [['query', 'up'], ['time', at(0)], ['limit', '1']])).body).toMatchObject({ data: { result: [{ metric: { instance: 'a' } }] }, warnings: ['results truncated due to limit'] });
    expect((await send('labels', [['limit', '0']])).body.warnings).toBeUndefined();
  });

  it('roll-ups are named', async () => {
    const { headers, body } = await send('query', [['query', 'from_5m'], ['time', at(0)]]);
    expect(body.infos).toEqual(['Nines: answered from 5m roll-ups']);
    expect(headers.get('x-nines-resolution')).toBe('5m');
  });

  it('there are no exemplars', async () => {
    expect((await send('query_exemplars', [['query', 'up']])).body).toEqual({ status: 'success', data: [] });
  });

  it('an expression is printed in its usual form', async () => {
    expect((await send('format_query', [['query', 'sum( up )by(a)']])).body.data).toBe('sum by (a) (up)');
    expect((await send('parse_query', [['query', '1']])).body.data).toEqual({ type: 'numberLiteral', val: '1' });
  });

  // In the words of Prometheus.
  const refused: [path: string, parameters: [string, string][], status: number, errorType: string, error: string][] = [
    ['query', [['query', '']], 400, 'bad_data', 'invalid parameter "query": unknown position: parse error: no expression found in input'],
    ['query', [['query', 'up{']], 400, 'bad_data', 'invalid parameter "query": 1:4: parse error: unexpected end of input inside braces'],
    ['query', [['query', 'up'], ['time', 'x']], 400, 'bad_data', `invalid parameter "time": Invalid time value for 'time': cannot parse "x" to a valid timestamp`],
    ['query', [['query', 'up'], ['timeout', 'x']], 400, 'bad_data', 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
    ['query', [['query', 'up'], ['lookback_delta', 'x']], 400, 'bad_data', 'error parsing lookback delta duration: cannot parse "x" to a valid duration'],
    ['query', [['query', 'slow']], 503, 'timeout', 'query timed out in expression evaluation'],
    ['query', [['query', 'up + on() up'], ['time', at(0)]], 422, 'execution', 'found duplicate series for the match group {} on the right hand-side of the operation: [{__name__="up", instance="b", job="node"}, {__name__="up", instance="a", job="node"}];many-to-many matching not allowed: matching labels must be unique on one side'],
    ['query_range', [['query', 'up'], ['start', 'x']], 400, 'bad_data', 'invalid parameter "start": cannot parse "x" to a valid timestamp'],
    ['query_range', [['query', 'up'], ['start', '0'], ['end', '11001'], ['step', '1']], 400, 'bad_data', 'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)'],
    ['query_range', [['query', '(('], ['start', '0'], ['end', '1'], ['step', '1']], 400, 'bad_data', 'invalid parameter "query": 1:3: parse error: unclosed left parenthesis'],
    ['series', [], 400, 'bad_data', 'no match[] parameter provided'],
    ['series', [['match[]', '{a=""}']], 400, 'bad_data', 'invalid parameter "match[]": match[] must contain at least one non-empty matcher'],
    ['series', [['match[]', '{']], 400, 'bad_data', 'invalid parameter "match[]": 1:2: parse error: unexpected end of input inside braces'],
    ['labels', [['match[]', '{']], 400, 'bad_data', '1:2: parse error: unexpected end of input inside braces'],
    ['labels', [['limit', '-1']], 400, 'bad_data', 'invalid parameter "limit": limit must be non-negative'],
    ['query_exemplars', [['query', '{']], 400, 'bad_data', '1:2: parse error: unexpected end of input inside braces'],
    ['format_query', [['query', 'sum((']], 400, 'bad_data', 'invalid parameter "query": 1:6: parse error: unclosed left parenthesis'],
  ];
  it.each(refused)('%s %j is refused', async (path, parameters, status, errorType, error) => {
    expect(await send(path, parameters)).toMatchObject({ status, body: { status: 'error', errorType, error } });
  });
});

describe('by GET alone', () => {
  it('the values of a label, plain or escaped', async () => {
    expect((await get('label/instance/values')).body.data).toEqual(['a', 'b']);
    expect((await get('label/__name__/values', [['match[]', 'up']])).body.data).toEqual(['up']);
    expect((await get('label/U__http_2e_status/values')).body.data).toEqual(['200']);
    expect((await get('label/http%2Estatus/values')).body.data).toEqual(['200']);
    expect((await get('label/nothing/values')).body.data).toEqual([]);
    expect(await get('label/U__/values')).toMatchObject({ status: 400, body: { error: 'invalid label name: ""' } });
  });

  it('metadata', async () => {
    expect((await get('metadata', [['metric', 'up']])).body.data).toEqual({ up: [{ type: 'gauge', help: 'The up.', unit: '' }] });
    expect(Object.keys((await get('metadata', [['limit', '2']])).body.data as object)).toHaveLength(2);
    expect((await get('metadata', [['limit', '0']])).body.data).toEqual({});
    expect(await get('metadata', [['limit', 'x']])).toMatchObject({ status: 400, body: { errorType: 'bad_data', error: 'limit must be a number' } });
  });

  it('targets by state and pool', async () => {
    expect((await get('targets')).body.data).toMatchObject({ activeTargets: [{ health: 'up' }], droppedTargets: [{ discoveredLabels: { job: 'other' } }], droppedTargetCounts: { other: 7 } });
    expect((await get('targets', [['state', 'dropped']])).body.data).toMatchObject({ activeTargets: [], droppedTargets: [{}] });
    expect((await get('targets', [['scrapePool', 'other'], ['state', 'active']])).body.data).toMatchObject({ activeTargets: [], droppedTargets: [] });
  });

  it('rules, alerts and status', async () => {
    expect((await get('rules')).body).toEqual({ status: 'success', data: { groups: [] } });
    expect((await get('alerts')).body).toEqual({ status: 'success', data: { alerts: [] } });
    expect(await get('rules', [['type', 'x']])).toMatchObject({ status: 400, body: { error: 'invalid parameter "type": not supported value "x"' } });
    const { data } = (await get('status/buildinfo')).body;
    expect(data).toMatchObject({ application: 'Nines', version: '3.0.0', ninesVersion: '1.2.3' });
    expect(data).not.toHaveProperty('features');
    for (const path of ['status/runtimeinfo', 'status/config', 'status/flags']) expect((await get(path)).status).toBe(200);
    expect((await get('status/flags')).body).toMatchObject({ data: { 'query.timeout': '30s' } });
    expect(await get('status/tsdb')).toMatchObject({ status: 404, body: { errorType: 'not_found' } });
  });
});

describe('a request', () => {
  it('of an unknown path is told so in JSON', async () => {
    expect(await get('nothing')).toMatchObject({ status: 404, body: { status: 'error', errorType: 'not_found' } });
    expect(await get('label/a/b/values')).toMatchObject({ status: 404 });
  });

  it('by a wrong method is told the right ones', async () => {
    const put = await ask('query', { method: 'PUT' });
    expect(put).toMatchObject({ status: 405, body: { status: 'error' } });
    expect(put.headers.get('allow')).toBe('GET, POST, HEAD, OPTIONS');
    const options = await ask('query', { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(options.status).toBe(204);
    expect(options.headers.get('access-control-allow-origin')).toBeNull();
    expect(await ask('status/buildinfo', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('carries its id through', async () => {
    expect((await ask('query?query=up', { headers: { 'x-request-id': 'the-id-of-a-test' } })).headers.get('x-request-id')).toBe('the-id-of-a-test');
    expect((await ask('query', { headers: { 'x-request-id': 'the-id-of-a-test' } })).headers.get('x-request-id')).toBe('the-id-of-a-test');
  });

  it('counts under its declared path', async () => {
    await get('label/instance/values');
    await get('scanner/1');
    await get('scanner/2');
    const routes = [...wire.nines.runtime.requests.routes()].map(({ route }) => route);
    expect(routes).toContain('/api/v1/label/{name}/values');
    expect(routes.filter((route) => route.includes('scanner'))).toEqual([]);
  });

  it('gets a long answer in gzip when it takes that, and plainly when not', async () => {
    const long: [string, string][] = [['query', 'up'], ['start', at(0)], ['end', at(290)], ['step', '0.1']];
    const path = `query_range?${new URLSearchParams(long).toString()}`;
    const zipped = await ask(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(zipped.headers.get('content-encoding')).toBe('gzip');
    const plain = await ask(path, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(zipped.body).toEqual(plain.body);
  });

  it('with a form that is too large is refused', async () => {
    expect(await ask('query', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${'x'.repeat(600_000)}` })).toMatchObject({ status: 413, body: { errorType: 'bad_data' } });
  });

  it('with JSON instead of a form has no parameters', async () => {
    expect(await ask('query', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"up"}' })).toMatchObject({ status: 400 });
  });
});

describe('promtool', () => {
  const hasPromtool = run('promtool', ['--version']).then(() => true, () => false);
  const promtool = async (...args: string[]): Promise<string | null> => {
    if (!(await hasPromtool)) return null;
    const key = (reader.authorization ?? '').replace('Bearer ', '');
    const { stdout } = await run('promtool', ['query', ...args.map((arg) => arg.replace('SERVER', wire.origin.replace('//', `//anybody:${key}@`)))]);
    return stdout;
  };

  it.each([
    [['instant', `--time=${at(30)}`, 'SERVER', 'up{instance="a"}'], `up{instance="a", job="node"} => 0 @[${at(30)}]\n`],
    [['range', `--start=${at(0)}`, `--end=${at(15)}`, '--step=15s', 'SERVER', 'up{instance="b"}'], `up{instance="b", job="node"} =>\n1 @[${at(0)}]\n0.25 @[${at(15)}]\n`],
    [['series', '--match=up', `--start=${at(0)}`, `--end=${at(60)}`, 'SERVER'], '{__name__="up", instance="a", job="node"}\n{__name__="up", instance="b", job="node"}\n'],
    [['labels', `--start=${at(0)}`, `--end=${at(60)}`, 'SERVER', 'instance'], 'a\nb\n'],
  ])('query %j understands the answer', async (args, printed) => {
    const stdout = await promtool(...args);
    if (stdout !== null) expect(stdout).toBe(printed);
  });
});
