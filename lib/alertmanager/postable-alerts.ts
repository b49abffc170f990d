import { z } from 'zod';
import { fingerprintOf } from '@/lib/alerts/fingerprint';
import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import { labelLimits } from '@/lib/metrics/label-limits';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { Refusal, validationCodes } from './refusal';
import { parseTime } from './times';

/** Alerts of one request. */
const maxPostedAlerts = 5_000;
/** An alert that is not said again ends after this, where its sender names no end: `resolve_timeout` of Alertmanager. */
export const resolveTimeoutMs = 5 * 60_000;
/** As long as those of a rule's alerts may be; characters. */
const maxLabelLength = 1_024;
const maxNameLength = 128;
const maxAnnotationLength = 10_000;
const maxUrlLength = 4_000;

const LabelTexts = z.record(z.string(), z.string());
const PostableAlerts = z.array(
  z.object({
    labels: LabelTexts.nullish(),
    annotations: LabelTexts.nullish(),
    startsAt: z.string().nullish(),
    endsAt: z.string().nullish(),
    generatorURL: z.string().nullish(),
  }),
);
type PostableAlert = z.infer<typeof PostableAlerts>[number];

export interface PostedAlerts {
  signals: AlertSignal[];
  /** Why the others are not taken. */
  errors: string[];
}

/**
 * What posted alerts say, as api/v2/api.go of Alertmanager takes them: without an end they last for `resolveTimeoutMs`, an end that has passed is
 * their end, without a start they begin now. Throws Refusal for a body of another form; single alerts that are wrong are told beside the right ones.
 */
export function readPostedAlerts(body: unknown, nowMs: number): PostedAlerts {
  const parsed = PostableAlerts.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw Refusal.generated(400, `parsing alerts body from "" failed, because ${issue ? `${issue.path.join('.') || 'the body'}: ${issue.message}` : 'it is not valid'}`);
  }
  if (parsed.data.length > maxPostedAlerts) throw Refusal.own(400, `at most ${maxPostedAlerts} alerts are taken in one request; there are ${parsed.data.length}`);
  const posted: PostedAlerts = { signals: [], errors: [] };
  parsed.data.forEach((alert, index) => {
    const signal = readAlert(alert, index, nowMs);
    if (typeof signal === 'string') posted.errors.push(signal);
    else posted.signals.push(signal);
  });
  return posted;
}

function readAlert({ labels, annotations, startsAt, endsAt, generatorURL }: PostableAlert, index: number, nowMs: number): AlertSignal | string {
  if (!labels) throw Refusal.generated(validationCodes.required, `${index}.labels in body is required`);
  const url = generatorURL ?? '';
  if (url !== '' && !/^(?:[a-z][a-z0-9+.-]*:|\/)/i.test(url)) throw Refusal.generated(validationCodes.invalidType, `${index}.generatorURL in body must be of type uri: ${JSON.stringify(url)}`);
  const [givenStart, givenEnd] = [timeOf(startsAt), timeOf(endsAt)];
  const startsAtMs = givenStart ?? givenEnd ?? nowMs;
  const endsAtMs = givenEnd ?? nowMs + resolveTimeoutMs;
  const set = labelSetOf(Object.entries(labels));
  const texts = annotations ?? {};
  const wrong = labelsIssue(set) ?? (startsAtMs > endsAtMs ? 'start time must be before end time' : null) ?? annotationsIssue(texts);
  if (wrong !== null) return wrong;
  const isOver = endsAtMs <= nowMs;
  return {
    kind: isOver ? 'ended' : 'firing',
    atMs: nowMs,
    fingerprint: fingerprintOf(set),
    labels: set,
    annotations: texts,
    value: null,
    // It is active as soon as it is posted, whatever the clock of its sender says.
    startsAtMs: Math.min(startsAtMs, nowMs),
    source: 'api',
    ruleId: null,
    runbookUrl: webAddressOf(texts.runbook_url),
    generatorUrl: webAddressOf(url),
    activeUntilMs: isOver ? null : endsAtMs,
    resolution: 'source',
    isFlapping: false,
    reason: isOver ? 'Its sender says that it has ended.' : 'Its sender says that it fires.',
    evaluation: null,
  };
}

function timeOf(text: string | null | undefined): number | null {
  const timeMs = parseTime(text);
  if (timeMs === undefined) throw Refusal.generated(400, `parsing alerts body from "" failed, because parsing time ${JSON.stringify(text?.slice(0, 100))} as RFC 3339 failed`);
  return timeMs;
}

function labelsIssue(labels: LabelSet): string | null {
  const count = labels.length / 2;
  if (count === 0) return 'at least one label pair required';
  if (count > labelLimits.perSeries) return `invalid label set: it has ${count} labels; the limit is ${labelLimits.perSeries}`;
  for (let at = 0; at < labels.length; at += 2) {
    const issue = pairIssue(labels[at] ?? '', labels[at + 1] ?? '', maxLabelLength);
    if (issue !== null) return `invalid label set: ${issue}`;
  }
  return null;
}

function annotationsIssue(annotations: Readonly<Record<string, string>>): string | null {
  const pairs = Object.entries(annotations);
  if (pairs.length > labelLimits.perSeries) return `invalid annotations: there are ${pairs.length}; the limit is ${labelLimits.perSeries}`;
  for (const [name, value] of pairs) {
    const issue = pairIssue(name, value, maxAnnotationLength);
    if (issue !== null) return `invalid annotations: ${issue}`;
  }
  return null;
}

function pairIssue(name: string, value: string, maxValueLength: number): string | null {
  const shown = JSON.stringify(name.slice(0, 60).toWellFormed());
  if (name === '' || !isText(name)) return `invalid name ${shown}`;
  if (name.length > maxNameLength) return `the name that begins with ${shown} has more than ${maxNameLength} characters`;
  if (!isText(value)) return `invalid value of ${shown}`;
  return value.length > maxValueLength ? `the value of ${shown} has more than ${maxValueLength} characters` : null;
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** A link that people can follow: nothing but http and https, for it becomes one on a page. */
function webAddressOf(url: string | undefined): string | null {
  return url !== undefined && url.length <= maxUrlLength && /^https?:\/\/\S+$/i.test(url) && isText(url) ? url : null;
}
