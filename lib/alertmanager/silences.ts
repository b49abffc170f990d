import { z } from 'zod';
import { compileAlertMatcher } from '@/lib/alerts/matchers';
import { maxMatchers, type AlertMatcher } from '@/lib/alerts/schemas';
import { maxSilenceMs } from '@/lib/alerts/suppression/schemas';
import { isAppError } from '@/lib/errors';
import { maxPatternLength } from '@/lib/metrics/matcher';
import { fromApiMatcher, toApiMatcher } from './matchers';
import { Refusal, validationCodes } from './refusal';
import { formatTime, parseTime } from './times';

const maxTextLength = 2_000;
const maxLabelLength = 128;

const PostableSilence = z.object({
  id: z.string().nullish(),
  matchers: z.array(z.object({ name: z.string().nullish(), value: z.string().nullish(), isRegex: z.boolean().nullish(), isEqual: z.boolean().nullish() })).nullish(),
  startsAt: z.string().nullish(),
  endsAt: z.string().nullish(),
  createdBy: z.string().nullish(),
  comment: z.string().nullish(),
});

/** A silence as it is stored; times in milliseconds since 1970. */
export interface Silence {
  id: string;
  matchers: AlertMatcher[];
  startsAtMs: number;
  endsAtMs: number;
  comment: string;
  createdBy: string;
  updatedAtMs: number;
}

export interface PostedSilence extends Omit<Silence, 'id' | 'updatedAtMs'> {
  /** Null for a new one. */
  id: string | null;
}

type SilenceState = 'active' | 'pending' | 'expired';

/** What a posted silence asks for. Throws Refusal as Alertmanager refuses. */
export function readPostedSilence(body: unknown, nowMs: number): PostedSilence {
  const parsed = PostableSilence.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw Refusal.generated(400, `parsing silence body from "" failed, because ${issue ? `${issue.path.join('.') || 'the body'}: ${issue.message}` : 'it is not valid'}`);
  }
  const { id, comment, createdBy, startsAt, endsAt } = parsed.data;
  const given = { comment: required(comment, 'comment'), createdBy: required(createdBy, 'createdBy'), endsAt: timeOf(required(endsAt, 'endsAt')), startsAt: timeOf(required(startsAt, 'startsAt')) };
  const matchers = matchersOf(parsed.data.matchers);
  for (const [name, text] of [['comment', given.comment], ['createdBy', given.createdBy]] as const) {
    if (text.length > maxTextLength || !isText(text)) throw Refusal.own(400, `silence invalid: ${name} has at most ${maxTextLength} characters of valid Unicode`);
  }
  const startsAtMs = given.startsAt ?? nowMs;
  if (given.endsAt === null) throw Refusal.own(400, 'silence invalid: invalid zero end timestamp');
  if (startsAtMs >= given.endsAt) throw Refusal.own(400, 'Failed to create silence: start time must be before end time');
  if (given.endsAt < nowMs) throw Refusal.own(400, "Failed to create silence: end time can't be in the past");
  const longestDays = maxSilenceMs / 86_400_000;
  if (startsAtMs > nowMs + maxSilenceMs) throw Refusal.own(400, `silence invalid: it begins at most ${longestDays} days from now`);
  if (given.endsAt - Math.max(startsAtMs, nowMs) > maxSilenceMs) throw Refusal.own(400, `silence invalid: it lasts at most ${longestDays} days`);
  assertMatchers(matchers);
  return { id: id || null, matchers, startsAtMs, endsAtMs: given.endsAt, comment: given.comment, createdBy: given.createdBy };
}

/** Whether a change leaves the past as it was, so that the silence keeps its id (canUpdate of silence/silence.go). */
export function canUpdate(before: Silence, after: PostedSilence, nowMs: number): boolean {
  if (JSON.stringify(before.matchers.map(toApiMatcher)) !== JSON.stringify(after.matchers.map(toApiMatcher))) return false;
  switch (stateOf(before, nowMs)) {
    case 'active':
      return Math.floor(before.startsAtMs / 1000) === Math.floor(after.startsAtMs / 1000) && after.endsAtMs >= nowMs;
    case 'pending':
      return after.startsAtMs >= nowMs;
    case 'expired':
      return false;
  }
}

export function stateOf({ startsAtMs, endsAtMs }: Pick<Silence, 'startsAtMs' | 'endsAtMs'>, nowMs: number): SilenceState {
  return nowMs < startsAtMs ? 'pending' : nowMs >= endsAtMs ? 'expired' : 'active';
}

/** A silence as the API shows it. */
export function gettableSilence(silence: Silence, nowMs: number) {
  const { id, matchers, startsAtMs, endsAtMs, comment, createdBy, updatedAtMs } = silence;
  return {
    id,
    status: { state: stateOf(silence, nowMs) },
    updatedAt: formatTime(updatedAtMs),
    comment,
    createdBy,
    endsAt: formatTime(endsAtMs),
    matchers: matchers.map(toApiMatcher),
    startsAt: formatTime(startsAtMs),
  };
}

const order: readonly SilenceState[] = ['active', 'pending', 'expired'];

/** The active that end next, then the pending that begin next, then the expired that ended last (SortSilences of api/v2/api.go). */
export function sortSilences(silences: readonly Silence[], nowMs: number): Silence[] {
  return [...silences].sort((a, b) => {
    const state = stateOf(a, nowMs);
    const byState = order.indexOf(state) - order.indexOf(stateOf(b, nowMs));
    if (byState !== 0) return byState;
    if (state === 'active') return a.endsAtMs - b.endsAtMs;
    return state === 'pending' ? a.startsAtMs - b.startsAtMs : b.endsAtMs - a.endsAtMs;
  });
}

function matchersOf(given: z.infer<typeof PostableSilence>['matchers']): AlertMatcher[] {
  const matchers = required(given, 'matchers');
  if (matchers.length === 0) throw Refusal.generated(validationCodes.tooFewItems, 'matchers in body should have at least 1 items');
  return matchers.map(({ name, value, isRegex, isEqual }, index) =>
    fromApiMatcher({ name: required(name, `matchers.${index}.name`), value: required(value, `matchers.${index}.value`), isRegex: required(isRegex, `matchers.${index}.isRegex`), isEqual: isEqual ?? true }),
  );
}

function assertMatchers(matchers: readonly AlertMatcher[]): void {
  if (matchers.length > maxMatchers) throw Refusal.own(400, `silence invalid: at most ${maxMatchers} matchers are possible`);
  let isEmptyEnough = true;
  matchers.forEach(({ label, operator, value }, index) => {
    if (label === '' || label.length > maxLabelLength || !isText(label)) throw invalidMatcher(index, `invalid label name ${JSON.stringify(label.slice(0, 60).toWellFormed())}`);
    if (!isText(value) || value.length > maxPatternLength) throw invalidMatcher(index, `invalid label value: it has at most ${maxPatternLength} characters of valid Unicode`);
    try {
      const accepts = compileAlertMatcher({ operator, value });
      isEmptyEnough &&= accepts('');
    } catch (error) {
      throw isAppError(error) ? invalidMatcher(index, `invalid regular expression ${JSON.stringify(value)}: ${error.message}`) : error;
    }
  });
  if (isEmptyEnough) throw Refusal.own(400, 'silence invalid: at least one matcher must not match the empty string');
}

function invalidMatcher(index: number, message: string): Refusal {
  return Refusal.own(400, `silence invalid: invalid label matcher ${index}: ${message}`);
}

function required<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined) throw Refusal.generated(validationCodes.required, `${name} in body is required`);
  return value;
}

function timeOf(text: string): number | null {
  const timeMs = parseTime(text);
  if (timeMs === undefined) throw Refusal.generated(400, `parsing silence body from "" failed, because parsing time ${JSON.stringify(text.slice(0, 100))} as RFC 3339 failed`);
  return timeMs;
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
