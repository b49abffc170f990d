import { allowedFailures, firstLockMs, forgetAfterMs, longestLockMs } from '@/lib/auth/throttle';
import { maxChecks } from '@/lib/checks/schemas';
import { keyLimits } from '@/lib/keys/api';
import type { FixedLimit } from '@/lib/limits/api';
import { scrapeLimits } from '@/lib/scrape/limits';
import { subscriberLimits } from '@/lib/status-pages/subscribers';
import { formatQuantity } from '@/lib/units';
import { guessLimits } from '@/server/auth/key-guesses';
import type { Config } from '@/server/config';
import { maxPageBodyBytes } from '@/server/http/listener';
import { defaultMaxBodyBytes } from '@/server/http/route';
import { defaultEngineSettings } from '@/server/metrics/engine/engine-settings';
import { usualReads } from '@/server/metrics/read-gate';
import { heldBodyBytes, ingestLimits, otlpLimits } from '@/server/prometheus-api/ingest-limits';
import { defaultQueryLimits } from '@/server/prometheus-api/options';
import { rememberedNames } from './rate-limits';

const bytes = (value: number) => formatQuantity(value, 'bytes');
const minutes = (ms: number) => `${ms / 60_000} min`;
const seconds = (ms: number) => `${ms / 1000} s`;
const count = (value: number) => value.toLocaleString('en');

/** The limits that cannot be set on this page, from the constants that enforce them. */
export function fixedLimits({ metrics }: Pick<Config, 'metrics'>): FixedLimit[] {
  const { pair, account, address } = allowedFailures;
  const groups: Record<string, readonly (readonly [name: string, value: string, setBy?: string])[]> = {
    'Signing in': [
      ['Wrong passwords of an account from one network', `${pair} in a row`],
      ['Wrong passwords of an account from everywhere', `${account} in a row`],
      ['Wrong passwords from one network for any account', `${address} in a row`],
      ['Lock after that', `${seconds(firstLockMs)}, doubled by each further one up to ${minutes(longestLockMs)}`],
      ['Wrong passwords are forgotten after', minutes(forgetAfterMs)],
      ['Wrong API keys from one network', `${guessLimits.capacity} at once, ${guessLimits.perSecond} a second`],
    ],
    'Sizes of requests': [
      ['Body of an API request, unless its description says otherwise', bytes(defaultMaxBodyBytes)],
      ['Form of a page', bytes(maxPageBodyBytes)],
      ['Body of samples as sent', bytes(ingestLimits.maxBytes)],
      ['Body of samples unpacked', bytes(ingestLimits.maxDecodedBytes)],
      ['Body of OpenTelemetry unpacked', bytes(otlpLimits.maxDecodedBytes)],
      ['Bodies held at once by a node', bytes(heldBodyBytes)],
    ],
    Queries: [
      ['Time of a query', seconds(defaultQueryLimits.queryTimeoutMs)],
      ['Samples that a query reads', count(defaultEngineSettings.querySamples)],
      ['Answer of a query', bytes(defaultQueryLimits.maxAnswerBytes)],
      ['Series, names or values in an answer', count(defaultQueryLimits.maxFound)],
      ['Queries of a tenant that run at once', count(usualReads.runningAtOnce)],
      ['Queries of a tenant that wait', count(usualReads.waitingAtOnce)],
    ],
    'What is stored': [
      ['Active series of a tenant', count(metrics.maxSeries), 'METRICS_MAX_SERIES'],
      ['API keys of a tenant in use', count(keyLimits.active)],
      ['Checks of a tenant', count(maxChecks)],
      ['Scrape jobs of a tenant', count(scrapeLimits.jobsPerTenant)],
      ['Subscribers of a status page', count(subscriberLimits.subscribers)],
      ['Requests to subscribe from one network in an hour', count(subscriberLimits.perNetwork)],
    ],
    'Counting of requests': [
      ['Addresses that a node remembers', count(rememberedNames.address)],
      ['People, keys and tenants that a node remembers', `${count(rememberedNames.user)} each`],
    ],
  };
  return Object.entries(groups).flatMap(([group, limits]) => limits.map(([name, value, setBy]) => ({ group, name, value, setBy: setBy ?? null })));
}
