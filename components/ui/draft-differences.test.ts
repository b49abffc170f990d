import { describe, expect, it } from 'vitest';
import { draftDifferences } from './draft-differences';

describe('where two states of a form differ', () => {
  it.each<[string, object, object, Readonly<Record<string, string>>, { name: string; mine: string; theirs: string }[]]>([
    ['the same', { name: 'a', tags: ['x'] }, { name: 'a', tags: ['x'] }, {}, []],
    ['a text', { name: 'shop' }, { name: 'store' }, {}, [{ name: 'Name', mine: 'shop', theirs: 'store' }]],
    ['what is empty on one side', { team: '' }, { team: 'web' }, {}, [{ name: 'Team', mine: 'nothing', theirs: 'web' }]],
    ['a switch', { isEnabled: true }, { isEnabled: false }, {}, [{ name: 'Enabled', mine: 'yes', theirs: 'no' }]],
    ['a field of a part, called by its name', { values: { 'settings.url': 'a' } }, { values: { 'settings.url': 'b' } }, { 'values.settings.url': 'Address' }, [{ name: 'Address', mine: 'a', theirs: 'b' }]],
    ['a field of a part, spelled out', { settings: { shownDays: 30 } }, { settings: { shownDays: 90 } }, {}, [{ name: 'Shown days', mine: '30', theirs: '90' }]],
    ['lists, whole', { labels: [{ name: 'tier', value: 1 }] }, { labels: [] }, {}, [{ name: 'Labels', mine: 'tier 1', theirs: 'nothing' }]],
  ])('%s', (_, mine, theirs, names, expected) => expect(draftDifferences(mine, theirs, names)).toEqual(expected));

  it('are cut where they are long, and fifty at most', () => {
    const [first] = draftDifferences({ text: 'x'.repeat(2_000) }, { text: '' });
    expect(first?.mine).toHaveLength(501);
    expect(draftDifferences(Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`f${at}`, at])), {})).toHaveLength(50);
  });
});
