import { STATUS_CODES } from 'node:http';
import type { HttpSettings } from '@/lib/checks/kinds/http';
import { parseJsonCondition, unfulfilled } from '@/lib/checks/kinds/json-condition';
import { isInRanges, parseStatusRanges } from '@/lib/checks/kinds/status-ranges';
import type { BodyStart } from './http-body';
import type { HttpAnswer } from './http-exchange';

const shownChars = 100;
/** Of a document, for all conditions together: a check must not keep the others waiting. */
const maxVisited = 20_000;

/** What is wrong with an answer, in sentences; none when it is as expected. Times are milliseconds. */
export function faultsOf(settings: HttpSettings, { status, headers, body }: HttpAnswer, totalMs: number): string[] {
  const faults: string[] = [];
  if (!isInRanges(status, parseStatusRanges(settings.statuses) ?? [])) faults.push(`It answered ${statusText(status)}; expected is ${settings.statuses}.`);
  if (settings.maxResponseMs !== null && totalMs > settings.maxResponseMs) faults.push(`It took ${Math.round(totalMs)} ms; at most ${settings.maxResponseMs} ms are expected.`);
  const { contains, lacks, conditions } = settings;
  if (contains.length + lacks.length + conditions.length === 0) return faults;
  const text = body === null ? '' : textOf(body.bytes, headers['content-type']);
  const where = body?.isCut ? 'the first MiB of the body, which is all that is read' : 'the body';
  for (const each of contains) if (!text.includes(each)) faults.push(`${quoted(each)} is not in ${where}.`);
  for (const each of lacks) if (text.includes(each)) faults.push(`${quoted(each)} is in the body.`);
  return conditions.length === 0 ? faults : [...faults, ...faultsOfJson(conditions, text, body)];
}

export function statusText(status: number): string {
  return `${status} ${STATUS_CODES[status] ?? ''}`.trim();
}

/** As the content type says it is written, else as UTF-8; what cannot be read becomes U+FFFD. */
export function textOf(bytes: Uint8Array, contentType: string | undefined): string {
  const charset = /;\s*charset="?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder().decode(bytes, { stream: true });
  }
}

function faultsOfJson(conditions: readonly string[], text: string, body: BodyStart | null): string[] {
  if (body?.isCut) return ['The body is larger than 1 MiB: JSON conditions cannot look into it.'];
  try {
    const document: unknown = JSON.parse(text);
    const budget = { left: maxVisited };
    const reasons = conditions.map((source) => {
      const condition = parseJsonCondition(source);
      return condition && unfulfilled(document, condition, budget);
    });
    return reasons.filter((reason) => reason !== null).map((reason) => `${reason}.`);
  } catch {
    return [`The body is not JSON: ${text.trim() === '' ? 'it is empty' : `it begins with ${quoted(text.trim().slice(0, 40))}`}.`];
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > shownChars ? `${text.slice(0, shownChars)}...` : text);
}
