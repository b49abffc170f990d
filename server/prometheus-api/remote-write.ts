import type { Caller } from '@/lib/context';
import { decodeWriteRequest } from '@/lib/ingest/remote-write';
import { decodeWriteRequestV2 } from '@/lib/ingest/remote-write-v2';
import { uncompressSnappy } from '@/lib/ingest/snappy';
import type { WriteCounts } from '@/lib/ingest/write-limits';
import type { AppendReceipt, MetricStore } from '@/lib/metrics/metric-store';
import type { Answer } from '@/server/http/answer';
import type { WireEndpoint, WireRequest } from '@/server/http/wire';
import type { Log } from '@/server/log';
import { createTextFailure, MediaTypeError, RefusedSamples, refusalText } from './ingest-failure';
import { ingestLimits } from './ingest-limits';

type Version = 1 | 2;

const protoType = 'application/x-protobuf';
const versions: Readonly<Record<string, Version>> = { 'prometheus.WriteRequest': 1, 'io.prometheus.write.v2.Request': 2 };

/**
 * Remote write 1.0 and 2.0 (https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/). 204 when all is durable; 400 when some was
 * refused and the rest is durable; 429 and 5xx, with Retry-After, when nothing was stored and another try makes sense.
 */
export function createRemoteWrite({ store, log }: { store: MetricStore; log: Log }): WireEndpoint {
  const textFailure = createTextFailure(log);
  return {
    methods: ['POST'],
    path: '/api/v1/write',
    permission: 'monitoring.write',
    summary: 'Prometheus remote write 1.0 and 2.0',
    answer: (request, caller) => write(store, request, caller),
    failure(error, request) {
      const answer = textFailure(error, request);
      if (versionOf(request.headers.get('content-type')) !== 2) return answer;
      const receipt = error instanceof RefusedSamples ? error.receipt : null;
      return { ...answer, headers: { ...answer.headers, ...writtenHeaders(receipt) } };
    },
  };
}

async function write(store: MetricStore, request: WireRequest, { tenant }: Caller): Promise<Answer> {
  const type = request.headers.get('content-type');
  const version = versionOf(type);
  if (version === null) throw new MediaTypeError(`The Content-Type ${JSON.stringify(type)} is not taken. Send ${protoType}, or ${protoType};proto=io.prometheus.write.v2.Request.`);
  const encoding = request.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  if (encoding !== '' && encoding !== 'snappy') throw new MediaTypeError(`The Content-Encoding ${JSON.stringify(encoding)} is not taken; remote write is compressed by snappy.`);
  const sent = await request.sentBytes(ingestLimits);
  const batch = store.batch(tenant);
  request.hold(Math.min(declaredBytes(sent), ingestLimits.maxDecodedBytes));
  const message = uncompressSnappy(sent, ingestLimits.maxDecodedBytes);
  const counts = version === 1 ? decodeWriteRequest(message, batch) : decodeWriteRequestV2(message, batch);
  const receipt = await store.append(tenant, batch);
  const refused = refusedText(receipt, counts);
  if (refused !== null) throw new RefusedSamples(refused, receipt);
  return { status: 204, headers: version === 2 ? writtenHeaders(receipt) : {}, body: '' };
}

/** The uncompressed length that a Snappy block begins with; whether it is a valid one is found when it is uncompressed. */
function declaredBytes(block: Uint8Array): number {
  let bytes = 0;
  for (let index = 0; index < 5; index += 1) {
    const byte = block[index] ?? 0;
    bytes += (byte & 0x7f) * 2 ** (index * 7);
    if (byte < 0x80) break;
  }
  return bytes;
}

function refusedText({ refused }: AppendReceipt, { histograms }: WriteCounts): string | null {
  const unsupported = histograms === 0 ? null : `${histograms} native histogram${histograms === 1 ? ' is' : 's are'} not stored: send classic histograms.`;
  const parts = [refusalText(refused), unsupported].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** The counts that a 2.0 sender compares with what it sent. */
function writtenHeaders(receipt: AppendReceipt | null): Record<string, string> {
  return {
    'x-prometheus-remote-write-samples-written': String(receipt ? receipt.stored + receipt.duplicates : 0),
    'x-prometheus-remote-write-histograms-written': '0',
    'x-prometheus-remote-write-exemplars-written': '0',
  };
}

/** The version that a Content-Type names; 1 without one, as the first senders do; null for any other type. */
function versionOf(type: string | null): Version | null {
  const [media = '', ...parameters] = (type ?? protoType).split(';').map((part) => part.trim());
  if (media.toLowerCase() !== protoType) return null;
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=', 2);
    if (name.trim().toLowerCase() === 'proto') return (Object.hasOwn(versions, value.trim()) && versions[value.trim()]) || null;
  }
  return 1;
}
