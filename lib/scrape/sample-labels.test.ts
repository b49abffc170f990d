import { describe, expect, it } from 'vitest';
import { labelSetFrom } from '@/lib/metrics/labels';
import { labelLimitFault, sampleLabels } from './sample-labels';

const keep = () => true;
const target = { job: 'node', instance: 'web-1' };

describe('the labels of a sample', () => {
  const rows: [what: string, scraped: Record<string, string>, honor: boolean, expected: Record<string, string>][] = [
    ['get those of the target', { cpu: '0' }, false, { cpu: '0', ...target }],
    ['move aside for those of the target', { job: 'pushed', cpu: '0' }, false, { cpu: '0', ...target, exported_job: 'pushed' }],
    ['move further when there is something', { job: 'a', exported_job: 'b' }, false, { ...target, exported_job: 'b', exported_exported_job: 'a' }],
    ['stay when they are honored', { job: 'pushed' }, true, { job: 'pushed', instance: 'web-1' }],
  ];
  it.each(rows)('%s', (_, scraped, honor, expected) => {
    expect(sampleLabels(labelSetFrom('x', scraped), labelSetFrom('', target), honor, keep)).toEqual(labelSetFrom('x', expected));
  });

  it('may be dropped', () => {
    expect(sampleLabels(labelSetFrom('x', {}), labelSetFrom('', target), false, () => false)).toBeNull();
  });
});

describe('a limit of labels', () => {
  const none = { labelLimit: 0, labelNameLengthLimit: 0, labelValueLengthLimit: 0 };
  const labels = labelSetFrom('metric', { long_name: 'long value' });
  const rows: [limits: Partial<typeof none>, fault: string | null][] = [
    [{}, null],
    [{ labelLimit: 2 }, null],
    [{ labelLimit: 1 }, 'label_limit exceeded (metric: metric, number of labels: 2, limit: 1)'],
    [{ labelNameLengthLimit: 8 }, 'label_name_length_limit exceeded (metric: metric, label name: long_name, length: 9, limit: 8)'],
    [{ labelValueLengthLimit: 9 }, 'label_value_length_limit exceeded (metric: metric, label name: long_name, value: "long value", length: 10, limit: 9)'],
  ];
  it.each(rows)('%j', (limits, fault) => expect(labelLimitFault(labels, { ...none, ...limits })).toBe(fault));

  it('is not needed to see that a series lost its name', () => {
    expect(labelLimitFault(labelSetFrom('', { a: 'b' }), none)).toBe('missing metric name (__name__ label)');
  });
});
