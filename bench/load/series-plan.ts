import { labelSetFrom, type LabelSet } from '@/lib/metrics/labels';

/** Which samples the generator makes. The same plan makes the same samples, so that both systems get the same bytes. */
export interface SeriesPlan {
  /** The first part of every metric's name. */
  metric: string;
  series: number;
  /** Metrics that the series are spread over. */
  metrics: number;
  firstMs: number;
  stepMs: number;
  /** Samples of each series. */
  samples: number;
  /** Samples of each series in one request; a request has 2,000 samples or a few more. */
  together: number;
  values: 'whole numbers' | 'node exporter';
}

/** How a series goes on. Shares as in a scrape of a node exporter on a machine with little to do, but with fewer that never change. */
const kinds = ['constant', 'counter', 'seconds', 'constant', 'bytes', 'counter', 'constant', 'load', 'constant', 'seconds'] as const;

/** Ten labels, the name among them. */
export function labelsOfSeries(plan: SeriesPlan, index: number): LabelSet {
  const host = Math.floor(index / plan.metrics);
  return labelSetFrom(`${plan.metric}_${index % plan.metrics}`, {
    instance: `host-${host}.eu-central-1.example.com:9100`,
    job: 'node',
    region: 'eu-central-1',
    zone: `zone-${host % 5}`,
    cluster: 'production',
    device: `sd${index % plan.metrics}`,
    mode: index % 3 === 0 ? 'idle' : 'user',
    team: 'platform',
    version: '1.8.2',
  });
}

/** The next value of each series, in the order of time. Whole numbers stay small, so that their sum is exact whatever the order. */
export class ValueStream {
  private readonly values: Float64Array;
  private state: number;

  constructor(private readonly plan: SeriesPlan) {
    this.values = Float64Array.from({ length: plan.series }, (_, index) => index * 97);
    this.state = plan.series + 1;
  }

  next(index: number): number {
    const before = this.values[index] ?? 0;
    const value = this.plan.values === 'whole numbers' ? before + (this.chance() % 10) : this.nodeValue(index, before);
    this.values[index] = value;
    return value;
  }

  private nodeValue(index: number, before: number): number {
    const kind = kinds[index % kinds.length];
    switch (kind) {
      case 'counter':
        return before + (this.chance() % 500);
      case 'seconds':
        return Math.round((before + (this.chance() % 1_500) / 100) * 100) / 100;
      case 'bytes':
        return Math.max(0, before + ((this.chance() % 201) - 100) * 4_096);
      case 'load':
        return (this.chance() % 400) / 100;
      default:
        return before;
    }
  }

  /** Marsaglia's xorshift over 32 bits. */
  private chance(): number {
    let state = this.state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.state = state;
    return state >>> 0;
  }
}
