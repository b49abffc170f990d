import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayMs } from '@/lib/metrics/retention';
import { readConfig } from './config';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toEqual({
      mode: 'production',
      port: 3000,
      host: '127.0.0.1',
      dataDir: path.resolve('.data'),
      databaseUrl: null,
      owner: null,
      publicUrl: null,
      signInProviders: [],
      statusHosts: null,
      trustProxy: false,
      instance: null,
      latencyTarget: null,
      metricsToken: null,
      scrapeFilesDir: path.resolve('.data/scrape'),
      configPath: null,
      outgoingAllowPrivate: false,
      metrics: {
        url: null,
        retentionMs: { raw: 15 * dayMs, '5m': 180 * dayMs, '1h': 730 * dayMs },
        diskBudgetBytes: null,
        outOfOrderMs: 3_600_000,
        maxSeries: 200_000,
      },
      logLevel: 'info',
      variables: {},
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', OWNER_EMAIL: '', OWNER_PASSWORD: '' })).toEqual(readConfig({}));
  });

  it('tells which variables are set, and never the value of one that may hold a secret', () => {
    const { variables } = readConfig({ PORT: '3001', HOST: '', DATABASE_URL: 'postgres://nines:secret@db/nines', METRICS_URL: 'http://user:secret@mimir:9009', METRICS_TOKEN: 'secret-secret-secret', METRICS_RETENTION: '4w', PATH: '/bin' });
    expect(variables).toEqual({ PORT: '3001', DATABASE_URL: null, METRICS_URL: null, METRICS_TOKEN: null, METRICS_RETENTION: '4w' });
  });

  const read: [variables: Record<string, string>, expected: object][] = [
    [{ PORT: '0' }, { port: 0 }],
    [{ DATABASE_URL: 'postgres://nines:p%40ss@db:5432/nines' }, { databaseUrl: 'postgres://nines:p%40ss@db:5432/nines' }],
    [{ OWNER_EMAIL: 'Alice@Example.com', OWNER_PASSWORD: 'twelve chars' }, { owner: { email: 'alice@example.com', password: 'twelve chars' } }],
    [{ PUBLIC_URL: 'https://nines.example//' }, { publicUrl: 'https://nines.example' }],
    [{ STATUS_HOSTS: 'pages.example.com, *.Example.org' }, { statusHosts: ['pages.example.com', 'example.org'] }],
    [{ TRUST_PROXY: 'true' }, { trustProxy: true }],
    [{ TRUST_PROXY: '0' }, { trustProxy: false }],
    [{ LATENCY_TARGET: '[2001:db8::1]:443' }, { latencyTarget: '[2001:db8::1]:443' }],
    [{ LATENCY_TARGET: 'gateway:65535' }, { latencyTarget: 'gateway:65535' }],
    [{ METRICS_RETENTION: '4w', METRICS_RETENTION_5M: '2d', METRICS_RETENTION_1H: '1y' }, { metrics: { retentionMs: { raw: 28 * dayMs, '5m': 2 * dayMs, '1h': 365 * dayMs } } }],
    [{ METRICS_DISK_BUDGET: '20GiB', METRICS_OUT_OF_ORDER_WINDOW: '0m' }, { metrics: { diskBudgetBytes: 20 * 2 ** 30, outOfOrderMs: 0 } }],
    [{ METRICS_URL: 'http://user:secret@mimir:9009/prometheus' }, { metrics: { url: 'http://user:secret@mimir:9009/prometheus' } }],
  ];
  it.each(read)('reads %j', (variables, expected) => {
    expect(readConfig(variables)).toMatchObject(expected);
  });

  const wrong: [variables: Record<string, string>, names: RegExp][] = [
    [{ PORT: 'http' }, /PORT must be a number/],
    [{ PORT: '65536' }, /PORT must be 0 to 65535/],
    [{ PORT: '-1' }, /PORT must be/],
    [{ PORT: '80.5' }, /PORT must be a whole number/],
    [{ DATABASE_URL: 'mysql://secret@db/nines' }, /DATABASE_URL must be a URL like postgresql/],
    [{ DATABASE_URL: 'secret' }, /DATABASE_URL must be/],
    [{ OWNER_EMAIL: 'alice', OWNER_PASSWORD: 'twelve chars' }, /OWNER_EMAIL must be an email/],
    [{ OWNER_EMAIL: 'alice@example.com', OWNER_PASSWORD: 'secret' }, /OWNER_PASSWORD must have at least 12/],
    [{ OWNER_EMAIL: 'alice@example.com' }, /go together/],
    [{ OWNER_PASSWORD: 'secret secret secret' }, /go together/],
    [{ PUBLIC_URL: 'javascript:secret' }, /PUBLIC_URL must be an http/],
    [{ PUBLIC_URL: 'https://nines.example/below' }, /PUBLIC_URL/],
    [{ STATUS_HOSTS: 'https://example.com' }, /STATUS_HOSTS must be names/],
    [{ STATUS_HOSTS: 'example.com,,' }, /STATUS_HOSTS must be names/],
    [{ STATUS_HOSTS: 'com' }, /STATUS_HOSTS must be names/],
    [{ TRUST_PROXY: 'yes' }, /TRUST_PROXY must be/],
    [{ LATENCY_TARGET: 'gateway' }, /LATENCY_TARGET must be host:port/],
    [{ LATENCY_TARGET: 'gateway:0' }, /LATENCY_TARGET must be host:port/],
    [{ LATENCY_TARGET: 'gateway:65536' }, /LATENCY_TARGET must be host:port/],
    [{ LATENCY_TARGET: 'http://gateway:80' }, /LATENCY_TARGET must be host:port/],
    [{ METRICS_TOKEN: 'secret' }, /METRICS_TOKEN must have at least 16/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be/],
    [{ NODE_ENV: 'staging' }, /NODE_ENV must be/],
    [{ PORT: 'x', LOG_LEVEL: 'x' }, /PORT.*; LOG_LEVEL/],
  ];
  it.each(wrong)('refuses %j by its name and never repeats what it holds', (variables, names) => {
    try {
      readConfig(variables);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid', message: expect.stringMatching(names) as string });
      expect((error as Error).message).not.toContain('secret');
    }
  });
});
