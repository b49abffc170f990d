import { AppError, type FieldIssue } from '@/lib/errors';
import type { Sample } from './sample';
import { metricLimits, type PushedSample, type PushMetrics } from './schemas';

const maxIssues = 20;

/**
 * The samples of a push, each with its time: `nowMs` (milliseconds since 1970) where none was given.
 * Throws AppError `invalid` that names every sample (the first 20) whose time is out of bounds; then none is accepted.
 */
export function acceptPush(push: PushMetrics, nowMs: number): Sample[] {
  const isMany = 'samples' in push;
  const pushed: readonly PushedSample[] = isMany ? push.samples : [push];
  const samples = pushed.map(({ name, labels, value, timestamp }) => ({ name, labels, value, at: timestamp ?? nowMs }));
  checkTimes(samples, nowMs, (index) => (isMany ? `body.samples.${index}.timestamp` : 'body.timestamp'));
  return samples;
}

/** Throws AppError `invalid` unless every sample lies between `pastMs` ago and `futureMs` ahead. `pathOf` names a sample in the input. */
function checkTimes(samples: readonly { at: number }[], nowMs: number, pathOf: (index: number) => string): void {
  const issues: FieldIssue[] = [];
  let refused = 0;
  samples.forEach(({ at }, index) => {
    const message = timeIssue(at, nowMs);
    if (message === null) return;
    refused += 1;
    if (issues.length < maxIssues) issues.push({ path: pathOf(index), message });
  });
  const first = issues[0];
  if (!first) return;
  const rest = refused > 1 ? ` ${refused} samples are out of bounds.` : '';
  throw new AppError('invalid', `${first.path}: ${first.message}${rest} Nothing was stored.`, { issues });
}

function timeIssue(at: number, nowMs: number): string | null {
  if (!Number.isSafeInteger(at)) return 'A time is a whole number of milliseconds since 1970.';
  if (at > nowMs + metricLimits.futureMs) {
    return `${at} is ${Math.round((at - nowMs) / 1_000)} s in the future; the limit is ${metricLimits.futureMs / 1_000} s. Is it in milliseconds, and is the clock right?`;
  }
  if (at < nowMs - metricLimits.pastMs) {
    return `${at} is ${Math.round((nowMs - at) / 1_000)} s in the past; the limit is ${metricLimits.pastMs / 1_000} s. Is it in milliseconds?`;
  }
  return null;
}
