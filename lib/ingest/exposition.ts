import type { LabelSet } from '@/lib/metrics/labels';
import { DecodeError, isDecodeError } from './decode-error';
import { character, endOfBraces, endOfName, endOfQuoted, isBlank, parseSeries, skipBlanks, unescape, unquote } from './exposition-labels';
import { isWhole, parseNumber } from './exposition-number';
import { halvesOf } from './protobuf';
import type { MetricMetadata, SampleSink } from './sink';
import { Utf8Reader } from './utf8';

export type ExpositionFormat = 'text' | 'openmetrics';

/**
 * Hears what an exposition says: a series, then its one sample. As with a SampleSink, `begin` is offered the bytes of the series (from its name
 * to before its value) first; when it answers false, `series` and `learn` follow. No two formats encode different labels in the same bytes.
 */
export interface ExpositionVisitor extends Omit<SampleSink, 'sample'> {
  /** `timeMs` is null where the line gives no time. NaN comes with the bits of Prometheus' own NaN, never as the stale marker. */
  sample(timeMs: number | null, low: number, high: number): void;
}

const normalNanLow = 1;
const normalNanHigh = 0x7ff80000;

/** Descriptions of more metrics than this are passed over. */
const maxDescribed = 10_000;

/** An exposition while it is read, for readers that have to give way in between. */
export interface ExpositionReading {
  /** Reads on until, behind a line, `isPauseDue` says so; true when all is read. Throws as `parseExposition` does. */
  advance(isPauseDue: () => boolean): boolean;
  readonly samples: number;
}

/** Begins to read what `parseExposition` reads at once. The bytes must stay as they are until the end. */
export function beginExposition(bytes: Uint8Array, format: ExpositionFormat, visitor: ExpositionVisitor): ExpositionReading {
  const parser = new Parser(bytes, format, visitor);
  return {
    get samples() {
      return parser.samples;
    },
    advance(isPauseDue) {
      try {
        return parser.parse(isPauseDue);
      } catch (error) {
        throw isDecodeError(error) ? new DecodeError(`Line ${parser.line}: ${error.message.replace(/\.$/, '')}.`) : error;
      }
    },
  };
}

/**
 * Reads the Prometheus text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/) or OpenMetrics 1.0
 * (https://prometheus.io/docs/specs/om/open_metrics_spec/), as Prometheus does: UTF-8 names may be quoted, exemplars are passed over, descriptions of metrics come last.
 * Returns the number of samples. Throws DecodeError that names the line; the visitor has heard the lines before it then. Messages repeat nothing
 * of the text: it may be the page of another server, which the reader of the message must not see.
 */
export function parseExposition(bytes: Uint8Array, format: ExpositionFormat, visitor: ExpositionVisitor): number {
  const reading = beginExposition(bytes, format, visitor);
  reading.advance(() => false);
  return reading.samples;
}

/** Decodes an exposition into a sink; lines without a time get `defaultTimeMs` (milliseconds since 1970). Returns the number of samples. */
export function decodeExpositionInto(bytes: Uint8Array, sink: SampleSink, defaultTimeMs: number, format: ExpositionFormat = 'text'): number {
  return parseExposition(bytes, format, {
    begin: (input, from, to) => sink.begin(input, from, to),
    series: (labels: LabelSet) => sink.series(labels),
    learn: (input, from, to) => sink.learn(input, from, to),
    sample: (timeMs, low, high) => sink.sample(timeMs ?? defaultTimeMs, low, high),
    metadata: (metadata) => sink.metadata(metadata),
  });
}

class Parser {
  line = 1;
  samples = 0;
  private at = 0;
  private hasEnded = false;
  private readonly text: Utf8Reader;
  private readonly described = new Map<string, MetricMetadata>();
  private readonly isOpenMetrics: boolean;

  constructor(
    private readonly bytes: Uint8Array,
    format: ExpositionFormat,
    private readonly visitor: ExpositionVisitor,
  ) {
    this.text = new Utf8Reader(bytes);
    this.isOpenMetrics = format === 'openmetrics';
  }

  /** True when all is read, false for a pause. */
  parse(isPauseDue: () => boolean): boolean {
    const { bytes, isOpenMetrics } = this;
    while (this.at < bytes.length && !this.hasEnded) {
      if (!isOpenMetrics) this.at = skipBlanks(bytes, this.at);
      const byte = bytes[this.at];
      if (byte === character.hash) this.hasEnded = this.comment();
      else if (byte !== character.newline && this.at < bytes.length) this.sampleLine();
      else if (isOpenMetrics) throw new DecodeError('OpenMetrics has no empty lines');
      this.at += 1;
      if (!this.hasEnded) this.line += 1;
      if (isPauseDue()) return false;
    }
    if (isOpenMetrics && !this.hasEnded) throw new DecodeError('OpenMetrics ends with "# EOF"');
    if (this.at < bytes.length) throw new DecodeError('there is more after "# EOF"');
    for (const metadata of this.described.values()) this.visitor.metadata(metadata);
    return true;
  }

  private sampleLine(): void {
    const { bytes, visitor } = this;
    const from = this.at;
    const nameEnd = endOfName(bytes, from);
    const brace = skipBlanks(bytes, nameEnd);
    const to = bytes[brace] === character.openBrace ? endOfBraces(bytes, brace) : nameEnd;
    if (to === from) throw new DecodeError('the line does not begin with a series');
    if (!visitor.begin(bytes, from, to)) {
      visitor.series(parseSeries(bytes, this.text, from, to));
      visitor.learn(bytes, from, to);
    }
    this.at = to;
    const value = this.number('the value');
    const timeMs = this.time();
    if (Number.isNaN(value)) visitor.sample(timeMs, normalNanLow, normalNanHigh);
    else {
      const { low, high } = halvesOf(value);
      visitor.sample(timeMs, low, high);
    }
    this.samples += 1;
    if (this.isOpenMetrics && bytes[this.at] === character.hash) this.exemplar();
    this.endLine();
  }

  /** The number of the token that follows. */
  private number(what: string): number {
    const from = skipBlanks(this.bytes, this.at);
    const to = this.endOfToken(from);
    if (to === from) throw new DecodeError(`${what} is missing`);
    const value = parseNumber(this.bytes, from, to, what);
    this.at = skipBlanks(this.bytes, to);
    return value;
  }

  private time(): number | null {
    const byte = this.bytes[this.at];
    if (byte === undefined || byte === character.newline || byte === character.hash) return null;
    const from = this.at;
    const value = this.number('the time');
    const timeMs = this.isOpenMetrics ? Math.trunc(value * 1_000) : value;
    if (!Number.isSafeInteger(timeMs) || (!this.isOpenMetrics && !isWhole(this.bytes, from, this.endOfToken(from)))) {
      throw new DecodeError(`the time is not in ${this.isOpenMetrics ? 'seconds' : 'whole milliseconds'}`);
    }
    // A negative zero is a zero.
    return timeMs + 0;
  }

  private exemplar(): void {
    const brace = skipBlanks(this.bytes, this.at + 1);
    if (this.bytes[brace] !== character.openBrace) throw new DecodeError('an exemplar begins with its labels');
    this.at = endOfBraces(this.bytes, brace);
    this.number('the value of the exemplar');
    this.time();
  }

  private endOfToken(from: number): number {
    const { bytes } = this;
    let at = from;
    while (at < bytes.length && !isBlank(bytes[at]) && bytes[at] !== character.newline) at += 1;
    return at;
  }

  private endLine(): void {
    if (this.at < this.bytes.length && this.bytes[this.at] !== character.newline) {
      throw new DecodeError('there is more behind the sample');
    }
  }

  private endOfLine(): number {
    const found = this.bytes.indexOf(character.newline, this.at);
    return found < 0 ? this.bytes.length : found;
  }

  /** True for the end of OpenMetrics. */
  private comment(): boolean {
    const { bytes } = this;
    const end = this.endOfLine();
    const wordAt = skipBlanks(bytes, this.at + 1);
    const wordEnd = Math.min(this.endOfToken(wordAt), end);
    const word = wordAt > this.at + 1 && wordEnd - wordAt <= 4 ? this.text.read(wordAt, wordEnd) : '';
    if (word === 'EOF' && this.isOpenMetrics && wordEnd === end) {
      this.at = end;
      return true;
    }
    if (word === 'HELP' || word === 'TYPE' || word === 'UNIT') this.describe(word, skipBlanks(bytes, wordEnd), end);
    else if (this.isOpenMetrics) throw new DecodeError('OpenMetrics has no comments but HELP, TYPE, UNIT and EOF');
    this.at = end;
    return false;
  }

  private describe(word: 'HELP' | 'TYPE' | 'UNIT', from: number, end: number): void {
    const { bytes } = this;
    const isQuoted = bytes[from] === character.quote;
    const nameEnd = isQuoted ? endOfQuoted(bytes, from) : endOfName(bytes, from);
    if (nameEnd === from || nameEnd > end) throw new DecodeError(`${word} names no metric`);
    const metric = isQuoted ? unquote(bytes, this.text, from, nameEnd) : this.text.read(from, nameEnd);
    const value = this.text.read(Math.min(skipBlanks(bytes, nameEnd), end), end);
    let found = this.described.get(metric);
    if (!found && this.described.size >= maxDescribed) return;
    if (!found) this.described.set(metric, (found = { metric, type: 'unknown', help: '', unit: '' }));
    if (word === 'HELP') found.help = value.includes('\\') ? unescape(value) : value;
    else if (word === 'TYPE') found.type = this.typeOf(value.trimEnd());
    else if (this.isOpenMetrics) {
      if (value !== '' && !metric.endsWith(`_${value}`)) throw new DecodeError('the unit is not the end of the name of its metric');
      found.unit = value;
    }
  }

  private typeOf(word: string): MetricMetadata['type'] {
    switch (word) {
      case 'counter':
      case 'gauge':
      case 'histogram':
      case 'summary':
        return word;
      case 'gaugehistogram':
      case 'info':
      case 'stateset':
      case 'unknown':
        if (this.isOpenMetrics) return word;
        break;
      case 'untyped':
        if (!this.isOpenMetrics) return 'unknown';
    }
    throw new DecodeError('what TYPE says is not a type of metric');
  }
}
