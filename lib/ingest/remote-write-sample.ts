import type { ProtobufReader } from './protobuf';
import type { ProtobufWriter } from './protobuf-writer';
import type { SampleSink } from './sink';

/** Tags of a Sample, the same in remote write 1.0 and 2.0. */
const sample = { value: 0x09, timestamp: 0x10 } as const;

/** Reads a Sample message of remote write into the sink. */
export function decodeSample(reader: ProtobufReader, sink: SampleSink): void {
  const outer = reader.enter();
  let low = 0;
  let high = 0;
  let timeMs = 0;
  while (reader.position < reader.end) {
    const tag = reader.tag();
    if (tag === sample.value) {
      reader.fixed64();
      low = reader.low;
      high = reader.high;
    } else if (tag === sample.timestamp) timeMs = reader.int64();
    else reader.skip(tag);
  }
  reader.leave(outer);
  sink.sample(timeMs, low, high);
}

/** A sample to send: milliseconds since 1970, and the halves of a float64. */
export interface WriteSample {
  timeMs: number;
  low: number;
  high: number;
}

export function encodeSample(writer: ProtobufWriter, { timeMs, low, high }: WriteSample): void {
  writer.message(2, () => {
    writer.fixed64(1, low, high);
    writer.varint(2, timeMs);
  });
}
