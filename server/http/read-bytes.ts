import type { IncomingMessage } from 'node:http';
import { createGunzip, createInflate } from 'node:zlib';
import { AppError } from '@/lib/errors';

export interface BodyLimits {
  /** As sent. */
  maxBytes: number;
  /** After Content-Encoding. */
  maxDecodedBytes: number;
  /** From the first byte to the last. */
  timeoutMs: number;
  /** Between two bytes; 5 s by default. Who holds back the end of a body holds its memory. */
  idleMs?: number;
}

const defaultIdleMs = 5_000;

/** Told of every byte before it is kept; what it throws ends the reading. */
type Account = (bytes: number) => void;

/**
 * The whole body as it was sent, from Node's own buffers: a web stream around them costs several times more. Throws AppError `too_large`
 * as soon as it is longer than `maxBytes`, `unavailable` when no byte comes for `idleMs` or the whole does not arrive in time.
 */
export function readBytes(message: IncomingMessage, limits: Omit<BodyLimits, 'maxDecodedBytes'>, account: Account = () => undefined): Promise<Buffer> {
  const { maxBytes, timeoutMs, idleMs = defaultIdleMs } = limits;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    const stop = (error: Error | null) => {
      clearTimeout(timer);
      clearTimeout(idleTimer);
      message.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
      if (error) reject(error);
      else resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size));
    };
    const onData = (part: Buffer) => {
      idleTimer.refresh();
      size += part.length;
      if (size > maxBytes) return stop(tooLarge(maxBytes));
      try {
        account(part.length);
      } catch (error) {
        return stop(error as Error);
      }
      parts.push(part);
    };
    const onEnd = () => stop(null);
    const onError = (error: Error) => stop(new AppError('invalid', `The body could not be read: ${error.message}.`));
    const onClose = () => stop(new AppError('invalid', 'The connection was closed before the body was complete.'));
    const late = new AppError('unavailable', `The body did not arrive within ${timeoutMs / 1000} s. Send it again.`, { retryAfterSeconds: 1 });
    const timer = setTimeout(() => stop(late), timeoutMs);
    const idleTimer = setTimeout(() => stop(new AppError('unavailable', `No byte of the body came for ${idleMs / 1000} s. Send it again.`)), idleMs);
    if (message.destroyed) return onClose();
    if (Number(message.headers['content-length'] ?? 0) > maxBytes) return stop(tooLarge(maxBytes));
    message.on('data', onData).once('end', onEnd).once('error', onError).once('close', onClose);
  });
}

/**
 * Undoes a Content-Encoding of gzip or deflate, and stops as soon as the body is longer than `maxBytes`. Throws AppError `too_large`,
 * or `invalid` for bytes that are not what they are said to be.
 */
export async function decodeBytes(bytes: Uint8Array, encoding: string, maxBytes: number, account: Account = () => undefined): Promise<Uint8Array> {
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return bytes;
  if (name !== 'gzip' && name !== 'x-gzip' && name !== 'deflate') {
    throw new AppError('invalid', `The Content-Encoding ${JSON.stringify(name.slice(0, 40))} is not known. Send gzip, deflate or none.`);
  }
  const decoder = name === 'deflate' ? createInflate() : createGunzip();
  const parts: Buffer[] = [];
  let size = 0;
  try {
    decoder.end(bytes);
    for await (const part of decoder as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > maxBytes) throw tooLarge(maxBytes, ' when decompressed');
      account(part.length);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('invalid', `The body is not valid ${name}: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  } finally {
    decoder.destroy();
  }
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size);
}

function tooLarge(maxBytes: number, when = ''): AppError {
  return new AppError('too_large', `The body is larger than ${maxBytes} bytes${when}. Send it in smaller parts.`);
}
