import type { Evidence } from '@/lib/checks/schemas';
import { redact } from '@/server/alerts/channels/redact';
import type { HttpAnswer } from './http-exchange';
import { textOf } from './http-judge';

const maxHeaderChars = 8 * 1024;
const maxValueChars = 1_000;
const shownBodyChars = 1024;
/** A secret that begins in what is shown may end behind it. */
const redactedBytes = 32 * 1024;
/** Sessions and credentials, whoever they belong to. */
const withheld = /^(?:set-cookie2?|cookie|authorization|proxy-authorization|proxy-authenticate|authentication-info|proxy-authentication-info|x-(?:auth|csrf|xsrf|amz-security|access|api)-?(?:token|key))$/i;

type Redact = (text: string) => string;

/** Takes texts out of what is kept, in the forms in which a server may repeat them. */
export function redactor(secrets: readonly string[]): Redact {
  return (text) => redact(text, secrets);
}

/** What is kept of an answer: bounded, without cookies and without what was secret in the request. */
export function evidenceOfAnswer(answer: HttpAnswer | null, clean: Redact): Pick<Evidence, 'status' | 'httpVersion' | 'headers' | 'body'> {
  if (answer === null) return { status: null, httpVersion: null, headers: {}, body: '' };
  const body = answer.body === null ? '' : textOf(answer.body.bytes.subarray(0, redactedBytes), answer.headers['content-type']);
  return { status: answer.status, httpVersion: answer.version, headers: keptHeaders(answer.headers, clean), body: clean(body).slice(0, shownBodyChars) };
}

function keptHeaders(headers: HttpAnswer['headers'], clean: Redact): Record<string, string> {
  const kept: [string, string][] = [];
  let left = maxHeaderChars;
  for (const [name, value] of Object.entries(headers)) {
    if (withheld.test(name)) continue;
    const text = shownValue(name, clean(value)).slice(0, maxValueChars);
    left -= name.length + text.length;
    if (left < 0) break;
    kept.push([name, text]);
  }
  return Object.fromEntries(kept);
}

/** Where a redirect leads may carry a session in its query. */
function shownValue(name: string, value: string): string {
  return name === 'location' ? value.replace(/\?.*/, '?...') : value;
}
