import type { Caller } from '@/lib/context';
import { DeltaState } from '@/lib/ingest/delta-state';
import { decodeOtlpJson, decodeOtlpProtobuf, type OtlpOutcome } from '@/lib/ingest/otlp';
import { describeRejections, encodeOtlpResponse, encodeOtlpStatus, otlpResponseJson } from '@/lib/ingest/otlp-response';
import type { AppendReceipt, MetricStore } from '@/lib/metrics/metric-store';
import type { Answer } from '@/server/http/answer';
import type { WireEndpoint, WireRequest } from '@/server/http/wire';
import type { Log } from '@/server/log';
import { ingestFailure, MediaTypeError, refusalText } from './ingest-failure';
import { otlpLimits } from './ingest-limits';

type Format = 'protobuf' | 'json';

const mediaTypes: Record<Format, string> = { protobuf: 'application/x-protobuf', json: 'application/json' };
/** The gRPC code of each HTTP status (google.rpc.Code); every other is INTERNAL. */
const grpcCodes: Readonly<Record<number, number>> = { 400: 3, 401: 16, 403: 7, 404: 5, 405: 12, 413: 8, 415: 3, 429: 8, 503: 14 };

/** Deltas that are remembered: for tenants, for series of each, and for how long a series may pause. */
const maxTenants = 1_000;
const deltaLimits = { maxSeries: 50_000, expiryMs: 3_600_000 };

/**
 * OTLP metrics over HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp), in protobuf and JSON, at OpenTelemetry's path and at that of
 * Prometheus. What was not taken is told as partial success; 429 and 503 ask for the same body again.
 */
export function createOtlpMetrics({ store, log }: { store: MetricStore; log: Log }): WireEndpoint[] {
  const deltas = createDeltaStates();
  const endpoint = (path: string): WireEndpoint => ({
    methods: ['POST'],
    path,
    permission: 'monitoring.write',
    summary: 'OpenTelemetry metrics (OTLP over HTTP)',
    answer: (request, caller) => takeMetrics(store, deltas, request, caller),
    failure(error, request) {
      const { status, message } = ingestFailure(error, request.requestId, log);
      const code = grpcCodes[status] ?? 13;
      const format = formatOf(request.headers.get('content-type')) ?? 'json';
      return answerIn(format, status, format === 'json' ? JSON.stringify({ code, message }) : encodeOtlpStatus(code, message));
    },
  });
  return [endpoint('/v1/metrics'), endpoint('/api/v1/otlp/v1/metrics')];
}

async function takeMetrics(store: MetricStore, deltas: (tenantNumber: number) => DeltaState, request: WireRequest, { tenant, now }: Caller): Promise<Answer> {
  const type = request.headers.get('content-type');
  const format = formatOf(type);
  if (format === null) throw new MediaTypeError(`The Content-Type ${JSON.stringify(type)} is not taken. Send ${mediaTypes.protobuf} or ${mediaTypes.json}.`);
  const body = await request.decodedBytes(otlpLimits);
  const batch = store.batch(tenant);
  const decode = format === 'json' ? decodeOtlpJson : decodeOtlpProtobuf;
  const outcome = decode(body, batch, { deltas: deltas(tenant.number), nowMs: now });
  const success = partialSuccessOf(outcome, await store.append(tenant, batch));
  return answerIn(format, 200, format === 'json' ? JSON.stringify(otlpResponseJson(success)) : encodeOtlpResponse(success));
}

/** A point may have become several samples: a refused sample counts as a point, as long as there are points. */
function partialSuccessOf({ accepted, rejected, reasons }: OtlpOutcome, { refused }: AppendReceipt): { rejectedDataPoints: number; errorMessage: string } {
  const refusedSamples = refused.reduce((sum, { count }) => sum + count, 0);
  const messages = [describeRejections(reasons), refusalText(refused) ?? ''].filter((message) => message !== '');
  return { rejectedDataPoints: rejected + Math.min(accepted, refusedSamples), errorMessage: messages.join(' ') };
}

function formatOf(type: string | null): Format | null {
  const media = type?.split(';')[0]?.trim().toLowerCase();
  if (media === 'application/x-protobuf' || media === 'application/protobuf') return 'protobuf';
  return media === mediaTypes.json ? 'json' : null;
}

function answerIn(format: Format, status: number, body: string | Uint8Array): Answer {
  return { status, headers: { 'content-type': mediaTypes[format], 'cache-control': 'no-store' }, body };
}

/** The totals of each tenant's deltas; the tenant that sent nothing for longest is forgotten first. */
function createDeltaStates(): (tenantNumber: number) => DeltaState {
  const states = new Map<number, DeltaState>();
  return (tenantNumber) => {
    const state = states.get(tenantNumber) ?? new DeltaState(deltaLimits);
    states.delete(tenantNumber);
    if (states.size >= maxTenants) states.delete(states.keys().next().value ?? -1);
    states.set(tenantNumber, state);
    return state;
  };
}
