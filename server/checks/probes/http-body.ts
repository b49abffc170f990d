import type { Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Attempt, waitFor } from './connect';
import { ProbeFailure } from './probe';

/** The start of a body, decompressed. */
export interface BodyStart {
  bytes: Buffer;
  /** As they came, compressed. */
  receivedBytes: number;
  /** Whether there was more of it than was read. */
  isCut: boolean;
}

/** More is not read: of what comes, and of what it becomes when it is decompressed. */
const maxBodyBytes = 1024 * 1024;

const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress,
};

/**
 * Reads a body up to its end or to 1 MiB, whichever comes first, and then lets go of the stream. A coding that was not asked for is left as it is. Throws
 * ProbeFailure for a body that breaks off, is badly compressed, or does not end in time.
 */
export function readBody(stream: Readable, coding: string | undefined, attempt: Attempt, where: string): Promise<BodyStart> {
  return waitFor(attempt, `the body of ${where} has not ended`, (resolve, reject) => {
    const decoder = decoders[(coding ?? '').trim().toLowerCase()]?.();
    const start = createStart();
    let receivedBytes = 0;
    const stop = () => {
      stream.destroy();
      decoder?.destroy();
    };
    const finish = (isCut: boolean) => {
      resolve({ bytes: start.bytes(), receivedBytes, isCut });
      stop();
    };
    const take = (chunk: Buffer) => {
      if (!start.take(chunk)) finish(true);
    };
    stream.on('data', (chunk: Buffer) => {
      receivedBytes += chunk.length;
      if (receivedBytes > maxBodyBytes) finish(true);
      else if (!decoder) take(chunk);
    });
    const breakOff = () => reject(new ProbeFailure(`${where} closed the connection before the end of its answer.`, false));
    stream.on('error', breakOff).once('aborted', breakOff).once('close', () => !stream.readableEnded && breakOff());
    stream.once('end', () => {
      // A stream of HTTP/2 that breaks off ends as well.
      if ('rstCode' in stream && stream.rstCode) breakOff();
      // An empty body is never compressed, whatever its headers say.
      else if (!decoder || receivedBytes === 0) finish(false);
    });
    if (!decoder) return stop;
    stream.pipe(decoder);
    decoder.on('data', take).on('end', () => finish(false)).on('error', () => receivedBytes > 0 && reject(new ProbeFailure(`The body of ${where} is badly compressed (${coding}).`, false)));
    return stop;
  });
}

/** Collects up to 1 MiB. It copies: a body may come as a million chunks of one byte. */
function createStart(): { take: (chunk: Buffer) => boolean; bytes: () => Buffer } {
  let kept = Buffer.alloc(16 * 1024);
  let sizeBytes = 0;
  return {
    take(chunk) {
      if (sizeBytes + chunk.length > kept.length) {
        const larger = Buffer.alloc(Math.min(maxBodyBytes, Math.max(2 * kept.length, sizeBytes + chunk.length)));
        kept.copy(larger, 0, 0, sizeBytes);
        kept = larger;
      }
      const fits = sizeBytes + chunk.length <= maxBodyBytes;
      sizeBytes += chunk.copy(kept, sizeBytes);
      return fits;
    },
    bytes: () => kept.subarray(0, sizeBytes),
  };
}
