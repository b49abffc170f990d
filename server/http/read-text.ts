import { AppError } from '@/lib/errors';
import type { RouteRequest } from './answer';
import { readBounded } from './read-json';

/** Reads a body of at most `maxBytes` as text in UTF-8, whatever its type, and stops reading as soon as it is longer. Throws AppError `too_large` or `invalid`. */
export async function readText(request: RouteRequest, maxBytes: number): Promise<string> {
  const tooLarge = new AppError('too_large', `The body is larger than ${maxBytes} bytes.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBounded(request, maxBytes, tooLarge));
  } catch (error) {
    throw error instanceof TypeError ? new AppError('invalid', 'The body is not valid UTF-8.') : error;
  }
}
