import { expect, it } from 'vitest';
import { renderExposition } from './exposition';

it('escapes labels and help, writes special values, and leaves out metrics without samples', () => {
  const text = renderExposition([
    { name: 'empty', type: 'gauge', help: 'Nothing.', samples: [] },
    {
      name: 'odd',
      type: 'gauge',
      help: 'A \\ and\na line.',
      samples: [
        { labels: { path: 'C:\\"x"\n' }, value: Number.POSITIVE_INFINITY },
        { labels: {}, value: Number.NaN },
      ],
    },
  ]);
  expect(text).toBe('# HELP odd A \\\\ and\\na line.\n# TYPE odd gauge\nodd{path="C:\\\\\\"x\\"\\n"} +Inf\nodd NaN\n');
});
