import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Rendered } from '@/lib/status-pages/render/render-path';
import { styles } from '@/lib/status-pages/render/styles';
import type { Answer } from '@/server/http/answer';

/** What is sent of one path: made once, sent as it is. */
export interface PublicCopy {
  plain: Answer;
  compressed: Answer;
  unchanged: Answer;
  /** As If-None-Match has it. */
  tag: string;
  sizeBytes: number;
}

/** A larger document is not sent: what one tenant writes must not fill the memory of all. */
const mostCharacters = 4_000_000;

const compress = promisify(gzip);
const styleHash = createHash('sha256').update(styles).digest('base64');

/** Nothing runs, nothing is loaded from elsewhere, and nobody else may frame it. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

/** Of every answer of a public page. */
const shared = { 'content-security-policy': policy, 'referrer-policy': 'no-referrer', vary: 'accept-encoding' };
const open = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' };

/** The answers of a rendered path, compressed outside of the event loop; of one that is too large, that it is. */
export async function copyOf({ contentType, kind, text }: Rendered, { isIndexed }: { isIndexed: boolean }): Promise<PublicCopy> {
  if (text.length > mostCharacters) return tooLarge;
  const body = Buffer.from(text);
  const tag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = {
    ...shared, ...(kind === 'file' ? open : {}), ...(isIndexed ? {} : { 'x-robots-tag': 'noindex' }),
    'content-type': contentType, etag: tag, 'cache-control': 'public, max-age=15, stale-while-revalidate=60, stale-if-error=86400',
  };
  const small = await compress(body);
  return {
    plain: { status: 200, headers, body },
    compressed: { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: small },
    unchanged: { status: 304, headers, body: '' },
    tag,
    sizeBytes: body.length + small.length,
  };
}

/** A document for one reader, which nobody keeps: of a form that was sent. */
export function documentAnswer(text: string, status = 200): Answer {
  return { status, headers: { ...shared, 'x-robots-tag': 'noindex', 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: text };
}

/** Of a page that is off, of one that there is not, and of what a page does not have: the same bytes. */
export const notFound: Answer = documentOf(404, 'Not found', 'There is nothing at this address.', 'public, max-age=15');

export const notReady: Answer = (() => {
  const answer = documentOf(503, 'Not ready', 'This page cannot be shown now. Try again in a moment.', 'no-store');
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
})();

const tooLarge: PublicCopy = (() => {
  const answer = documentOf(503, 'Too large', 'This page has become too large to be shown.', 'no-store');
  return { plain: answer, compressed: answer, unchanged: answer, tag: '', sizeBytes: answer.body.length };
})();

export function notAllowed(allow: string): Answer {
  const answer = documentOf(405, 'Not allowed', `This address answers ${allow}.`, 'no-store');
  return { ...answer, headers: { ...answer.headers, allow } };
}

function documentOf(status: number, title: string, words: string, cacheControl: string): Answer & { body: Buffer } {
  const body = Buffer.from(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title><style>${styles}</style></head>
<body><header><div class="wide"><h1>${title}</h1></div></header><main class="wide"><p>${words}</p></main></body></html>
`);
  return { status, headers: { ...shared, 'content-type': 'text/html; charset=utf-8', 'cache-control': cacheControl }, body };
}
