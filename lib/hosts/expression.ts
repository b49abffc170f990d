import type { Matcher } from '@/lib/metrics/matcher';
import type { ExpressionScope, HostIdentity, HostSource } from './source';

/** Samples of a counter are at most this far apart where its speed is to be told. */
const speedWindow = '5m';
const longSpeedSeconds = 300;

/**
 * The scope for hosts that all of `matchers` accept. `stepMs` is the distance between the points of a chart, 0 for one point: up to a minute
 * the speed is that of the last two samples, beyond it the mean of the step, so that nothing between two points is lost.
 */
export function scopeOf(source: HostSource, matchers: readonly Matcher[], stepMs: number): ExpressionScope {
  const common = matchers.map(printMatcher);
  return {
    by: source.labels.join(', '),
    select: (metric, more) => `${metric}{${[...(more ? [more] : []), ...common].join(',')}}`,
    speed: (selector) =>
      stepMs <= 60_000 ? `irate(${selector}[${speedWindow}])` : `rate(${selector}[${Math.max(longSpeedSeconds, Math.ceil(stepMs / 1000))}s])`,
  };
}

/** Accept the series of exactly one host. */
export function matchersOfHost(source: HostSource, identity: HostIdentity): Matcher[] {
  return source.labels.map((label) => ({ label, operator: '=', value: labelOfHost(identity, label) }));
}

/** Accept the series of some hosts, and perhaps of a few that share their instance. */
export function matchersOfHosts(source: HostSource, identities: readonly HostIdentity[]): Matcher[] {
  const label = source.labels.includes('instance') ? 'instance' : (source.labels[0] ?? 'instance');
  const values = [...new Set(identities.map((identity) => labelOfHost(identity, label)))];
  return [{ label, operator: '=~', value: values.map(escapePattern).join('|') }];
}

function labelOfHost(identity: HostIdentity, label: HostSource['labels'][number]): string {
  switch (label) {
    case 'job':
      return identity.job;
    case 'instance':
      return identity.instance;
    case 'host_name':
      return identity.hostName;
  }
}

export function printMatcher({ label, operator, value }: Matcher): string {
  return `${label}${operator}${JSON.stringify(value)}`;
}

/** A text as a regular expression (RE2) that matches it alone. */
function escapePattern(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
