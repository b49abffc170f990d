/** What an expression, or what it costs, is to blame for; `kind` is the errorType of the Prometheus HTTP API. */
export class PromqlError extends Error {
  override readonly name = 'PromqlError';
  constructor(
    readonly kind: 'bad_data' | 'execution' | 'timeout' | 'canceled',
    message: string,
    /** Offset of the fault in the expression, in UTF-16 code units. */
    readonly offset?: number,
  ) {
    super(message);
  }
}

/** True across bundles too. */
export function isPromqlError(error: unknown): error is PromqlError {
  return error instanceof Error && error.name === 'PromqlError';
}
