/** Of one body of samples, as sent and decompressed. A body that is larger is refused for good: senders split theirs far below. */
export const ingestLimits = { maxBytes: 32 * 1024 * 1024, maxDecodedBytes: 64 * 1024 * 1024, timeoutMs: 30_000 };

/** Of OTLP, where every data point becomes an object before it is a sample. */
export const otlpLimits = { ...ingestLimits, maxDecodedBytes: 32 * 1024 * 1024 };

/** Bytes of bodies that this node holds at once, compressed and not. */
export const heldBodyBytes = 192 * 1024 * 1024;
