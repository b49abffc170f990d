import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Answer } from './answer';

const compress = promisify(gzip);
/** Below this the headers cost more than the body saves. */
const minBytes = 1_024;

/** The answer with its body in gzip, when it is long enough and the client takes that; made outside the event loop. */
export async function compressAnswer(answer: Answer, acceptEncoding: string | null): Promise<Answer> {
  const headers = { ...answer.headers, vary: 'accept-encoding' };
  if (answer.body.length < minBytes || !acceptsGzip(acceptEncoding)) return { ...answer, headers };
  const body = await compress(answer.body, { level: constants.Z_BEST_SPEED });
  return { status: answer.status, headers: { ...headers, 'content-encoding': 'gzip' }, body };
}

/** Whether an Accept-Encoding names gzip, or everything, and does not refuse it by q=0 (RFC 9110, section 12.5.3). */
export function acceptsGzip(header: string | null): boolean {
  let everything = false;
  for (const part of header?.toLowerCase().split(',') ?? []) {
    const [coding = '', ...parameters] = part.split(';').map((each) => each.trim());
    const isRefused = parameters.some((each) => /^q\s*=\s*0(?:\.0*)?$/.test(each));
    if (coding === 'gzip' || coding === 'x-gzip') return !isRefused;
    if (coding === '*') everything = !isRefused;
  }
  return everything;
}
