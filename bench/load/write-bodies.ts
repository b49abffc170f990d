import { encodeWriteRequest } from '@/lib/ingest/remote-write';
import { compressSnappy } from '@/lib/ingest/snappy';
import { labelsOfSeries, ValueStream, type SeriesPlan } from './series-plan';

/** Bodies of remote write 1.0. A lane's bodies must be sent in their order: Prometheus takes no sample behind a younger one of its series. */
export interface PreparedBodies {
  lanes: Uint8Array[][];
  samples: number;
  sum: number;
  bytes: number;
}

/** `12 10 09 <value> 10 <time>`: a sample whose time takes six bytes, which it does from 1971 to 2109. */
const sampleBytes = 18;
const valueAt = 3;
const timeAt = 12;
const samplesOfRequest = 2_000;

/** Encodes every series once and then only writes new values and times into the bytes. */
export function prepareBodies(plan: SeriesPlan, laneCount: number): PreparedBodies {
  const perGroup = Math.max(1, Math.floor(samplesOfRequest / plan.together));
  const groups: Template[] = [];
  for (let start = 0; start < plan.series; start += perGroup) groups.push(new Template(plan, start, Math.min(start + perGroup, plan.series)));
  const stream = new ValueStream(plan);
  const lanes = Array.from({ length: Math.min(laneCount, groups.length) }, (): Uint8Array[] => []);
  const prepared: PreparedBodies = { lanes, samples: plan.series * plan.samples, sum: 0, bytes: 0 };
  for (let done = 0; done < plan.samples; done += plan.together) {
    groups.forEach((group, index) => {
      prepared.sum += group.fill(stream, plan.firstMs + done * plan.stepMs);
      const body = compressSnappy(group.bytes);
      prepared.bytes += body.length;
      lanes[index % lanes.length]?.push(body);
    });
  }
  return prepared;
}

class Template {
  readonly bytes: Uint8Array;
  private readonly words: DataView;
  /** Where the samples of each series begin. */
  private readonly places: number[] = [];

  constructor(private readonly plan: SeriesPlan, private readonly from: number, to: number) {
    const parts: Uint8Array[] = [];
    let end = 0;
    for (let index = from; index < to; index += 1) {
      const samples = Array.from({ length: plan.together }, () => ({ timeMs: plan.firstMs, low: 1, high: 1 }));
      const part = encodeWriteRequest([{ labels: labelsOfSeries(plan, index), samples }]).slice();
      parts.push(part);
      end += part.length;
      this.places.push(end - sampleBytes * plan.together);
    }
    this.bytes = Buffer.concat(parts);
    this.words = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  /** Writes the next samples of every series; returns the sum of their values. */
  fill(stream: ValueStream, firstMs: number): number {
    let sum = 0;
    this.places.forEach((place, series) => {
      for (let index = 0; index < this.plan.together; index += 1) {
        const at = place + index * sampleBytes;
        const value = stream.next(this.from + series);
        sum += value;
        this.words.setFloat64(at + valueAt, value, true);
        this.writeTime(at + timeAt, firstMs + index * this.plan.stepMs);
      }
    });
    return sum;
  }

  private writeTime(at: number, timeMs: number): void {
    let rest = timeMs;
    for (let index = 0; index < 5; index += 1) {
      this.bytes[at + index] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    this.bytes[at + 5] = rest;
  }
}
