/** Bytes or text that are not what their format says; the message names the fault and where it is. Sending them again does not help. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** True across bundles too. */
export function isDecodeError(error: unknown): error is DecodeError {
  return error instanceof Error && error.name === 'DecodeError';
}
