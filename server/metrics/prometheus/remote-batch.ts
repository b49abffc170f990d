import type { WriteSample } from '@/lib/ingest/remote-write-sample';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { labelIssue } from '@/lib/metrics/label-limits';
import { describeLabelSet, labelOf, labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import type { Refusal, RefusalReason, SampleBatch } from '@/lib/metrics/metric-store';
import { tenantLabel } from './tenant-expression';

const metadataLimit = 10_000;

/** A series as it is sent, the label of its tenant added. */
export interface RemoteSeries {
  labels: LabelSet;
  samples: WriteSample[];
}

/** The samples of one request, by series, for one tenant of a remote store. */
export class RemoteBatch implements SampleBatch {
  size = 0;
  readonly accepted: RemoteSeries[] = [];
  readonly described: MetricMetadata[] = [];
  readonly refusals = new Refusals();
  private current: RemoteSeries | null = null;
  private issue: { reason: RefusalReason; message: string } | null = null;

  constructor(readonly tenant: number) {}

  begin(): boolean {
    return false;
  }

  learn(): void {
    // The wire form of a series is not remembered: it is sent on, not stored.
  }

  series(labels: LabelSet): void {
    this.current = null;
    this.issue = labelIssue(labels);
    if (!this.issue && labelOf(labels, tenantLabel) !== '') {
      this.issue = { reason: 'invalid_labels', message: `${describeLabelSet(labels).slice(0, 300)}: the label ${tenantLabel} is reserved, it tells tenants apart. Drop it.` };
    }
    if (this.issue) return;
    this.current = { labels: withTenant(labels, this.tenant), samples: [] };
    this.accepted.push(this.current);
  }

  sample(timeMs: number, low: number, high: number): void {
    this.size += 1;
    if (this.issue) this.refusals.add(this.issue.reason, this.issue.message);
    else if (this.current) this.current.samples.push({ timeMs, low, high });
    else throw new Error('A sample came before its series.');
  }

  metadata(metadata: MetricMetadata): void {
    if (this.described.length < metadataLimit) this.described.push(metadata);
  }
}

function withTenant(labels: LabelSet, tenant: number): LabelSet {
  const pairs: [string, string][] = [[tenantLabel, String(tenant)]];
  for (let index = 0; index < labels.length; index += 2) pairs.push([labels[index] ?? '', labels[index + 1] ?? '']);
  return labelSetOf(pairs);
}

/** Refused samples by reason, with the first example of each. */
export class Refusals {
  private readonly byReason = new Map<RefusalReason, Refusal>();

  add(reason: RefusalReason, example: string, count = 1): void {
    const known = this.byReason.get(reason);
    if (known) known.count += count;
    else this.byReason.set(reason, { reason, count, example });
  }

  /** The same so far, counted on apart: a batch may be sent again. */
  copy(): Refusals {
    const copy = new Refusals();
    for (const { reason, example, count } of this.byReason.values()) copy.add(reason, example, count);
    return copy;
  }

  list(): Refusal[] {
    return [...this.byReason.values()];
  }
}
