import { AppError } from '@/lib/errors';
import type { RouteRequest } from './answer';

/**
 * Reads a JSON body of at most `maxBytes`, and stops reading as soon as it is longer.
 * Throws AppError `too_large` or `invalid` with the position of the fault.
 */
export async function readJson(request: RouteRequest, maxBytes: number): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json') {
    throw new AppError('invalid', `The body must be JSON: send Content-Type: application/json, not ${type || 'none'}.`);
  }
  const tooLarge = new AppError('too_large', `The body is larger than ${maxBytes} bytes. Send it in smaller parts.`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge;
  const bytes = await readBounded(request, maxBytes, tooLarge);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('invalid', 'The body is not valid UTF-8.');
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AppError('invalid', `The body is not valid JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
}

/** The bytes of a body, or `tooLarge` thrown as soon as there are more. */
export async function readBounded({ body }: RouteRequest, maxBytes: number, tooLarge: AppError): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // Not cancelled: that would close the connection before the answer.
      reader.releaseLock();
      throw tooLarge;
    }
    parts.push(value);
  }
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}
