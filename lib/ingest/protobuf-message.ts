import { doubleOf, ProtobufReader, wireType } from './protobuf';
import { Utf8Reader } from './utf8';

/** Reads the field it is given; false leaves it to be skipped. */
export type ReadField = (field: number) => boolean;

/** Reads messages field by field; a field whose wire type is not the one asked for is refused with DecodeError. */
export class MessageReader {
  protected readonly reader: ProtobufReader;
  private readonly text: Utf8Reader;
  private wire = 0;

  constructor(bytes: Uint8Array) {
    this.reader = new ProtobufReader(bytes);
    this.text = new Utf8Reader(bytes);
  }

  /** All fields up to the end of the present range; those that `read` does not know are skipped. */
  message(read: ReadField): void {
    const { reader } = this;
    while (reader.hasMore()) {
      const tag = reader.tag();
      this.wire = tag & 7;
      if (!read(tag >>> 3)) reader.skip(tag);
    }
  }

  protected inside(read: ReadField): void {
    if (this.wire !== wireType.bytes) throw this.reader.fault('a message is expected');
    const outer = this.reader.enter();
    this.message(read);
    this.reader.leave(outer);
  }

  protected string(): string {
    if (this.wire !== wireType.bytes) throw this.reader.fault('a string is expected');
    return this.reader.string(this.text);
  }

  protected varint(): number {
    if (this.wire !== wireType.varint) throw this.reader.fault('an integer is expected');
    this.reader.varint();
    return this.reader.high * 2 ** 32 + this.reader.low;
  }

  private fixed(): void {
    if (this.wire !== wireType.fixed64) throw this.reader.fault('eight bytes are expected');
    this.reader.fixed64();
  }

  protected double(): number {
    this.fixed();
    return doubleOf(this.reader.low, this.reader.high);
  }

  protected count(): number {
    this.fixed();
    return this.reader.high * 2 ** 32 + this.reader.low;
  }

  /** A fixed64 of nanoseconds as milliseconds: 2^32 ns are 4294 ms and 967296 ns, so nothing is rounded. */
  protected timeMs(): number {
    this.fixed();
    return this.reader.high * 4_294 + Math.floor((this.reader.high * 967_296 + this.reader.low) / 1_000_000);
  }

  protected numbers(into: number[], limit: number, wire: number, read: () => number): void {
    const add = (): void => {
      if (into.length === limit) throw this.reader.fault(`a point has more than ${limit} buckets`);
      into.push(read());
    };
    if (this.wire !== wireType.bytes) return add();
    const outer = this.reader.enter();
    this.wire = wire;
    while (this.reader.hasMore()) add();
    this.reader.leave(outer);
  }

  protected signed(): number {
    if (this.wire !== wireType.varint) throw this.reader.fault('an integer is expected');
    return this.reader.sint32();
  }

  protected sfixed(): number {
    this.fixed();
    return (this.reader.high | 0) * 2 ** 32 + this.reader.low;
  }

  /** An int64; a bigint where it is beyond 2^53. */
  protected integer(): number | bigint {
    this.varint();
    const { low, high } = this.reader;
    const value = (high | 0) * 2 ** 32 + low;
    return Number.isSafeInteger(value) ? value : BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
  }

  protected binary(): Uint8Array {
    if (this.wire !== wireType.bytes) throw this.reader.fault('bytes are expected');
    const end = this.reader.rangeEnd();
    const bytes = this.reader.bytes.subarray(this.reader.position, end);
    this.reader.position = end;
    return bytes;
  }
}
