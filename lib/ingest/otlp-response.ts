import { ProtobufWriter } from './protobuf-writer';

/** What was not taken of a request, ExportMetricsPartialSuccess; an empty message and no rejected points mean that all was taken. */
export interface OtlpPartialSuccess {
  rejectedDataPoints: number;
  errorMessage: string;
}

/** Reasons and their counts as one sentence after the other. */
export function describeRejections(reasons: Iterable<readonly [reason: string, count: number]>): string {
  return [...reasons].map(([reason, count]) => `${count} data point${count === 1 ? '' : 's'}: ${reason}`).join(' ');
}

/** An ExportMetricsServiceResponse in protobuf. */
export function encodeOtlpResponse({ rejectedDataPoints, errorMessage }: OtlpPartialSuccess): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  if (rejectedDataPoints > 0 || errorMessage !== '') {
    writer.message(1, () => {
      writer.varint(1, rejectedDataPoints);
      writer.string(2, errorMessage);
    });
  }
  return writer.finish();
}

/** An ExportMetricsServiceResponse in JSON; int64 is a string there. */
export function otlpResponseJson({ rejectedDataPoints, errorMessage }: OtlpPartialSuccess): object {
  if (rejectedDataPoints === 0 && errorMessage === '') return {};
  return { partialSuccess: { rejectedDataPoints: String(rejectedDataPoints), errorMessage } };
}

/** A google.rpc.Status in protobuf, the body of every refusal of OTLP over HTTP. `code` is that of gRPC: 3 for a bad request, 14 for unavailable. */
export function encodeOtlpStatus(code: number, message: string): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter();
  writer.varint(1, code);
  writer.string(2, message);
  return writer.finish();
}
