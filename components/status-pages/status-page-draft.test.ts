import { describe, expect, it } from 'vitest';
import { StatusPageSettings, type StatusPageView } from '@/lib/status-pages/schemas';
import { componentOfService, draftOfPage, emptyComponent, moved, readPageDraft } from './status-page-draft';

const id = '3f0b9a8e-6b1c-4c55-9d4e-0a8f6f1d2c3b';
const view: StatusPageView = {
  version: 3, isOn: true, slug: 'shop', host: null, emailChannelId: null, settings: StatusPageSettings.parse({ name: 'Shop' }),
  components: [{ id, name: 'Orders', group: '', description: '', serviceIds: [], hasBars: true }], url: 'https://nines.example.com/status/shop', hostUrl: null,
};

describe('the draft of a status page', () => {
  it('is sent as it was read where nothing was typed', () => {
    const { version: _version, url: _url, hostUrl: _hostUrl, ...page } = view;
    expect(readPageDraft(draftOfPage(view)).input).toEqual(page);
  });

  const wrong: [what: string, change: object, path: string][] = [
    ['a short address', { slug: 'ab' }, 'slug'],
    ['a word that is kept for Nines', { slug: 'admin' }, 'slug'],
    ['an address with two dashes', { slug: 'a--b' }, 'slug'],
    ['an address of a network as a name', { host: '192.0.2.1' }, 'host'],
    ['a name with a port', { host: 'status.example.com:8080' }, 'host'],
    ['a name of this machine alone', { host: 'localhost' }, 'host'],
    ['no number of days', { settings: { ...draftOfPage(view).settings, historyDays: '' } }, 'settings.historyDays'],
    ['help that runs something', { settings: { ...draftOfPage(view).settings, supportUrl: 'javascript:alert(1)' } }, 'settings.supportUrl'],
    ['a component without a name', { components: [emptyComponent('new')] }, 'components.0.name'],
  ];
  it.each(wrong)('refuses %s', (_, change, path) => {
    const { input, issues } = readPageDraft({ ...draftOfPage(view), ...change });
    expect([input, issues[0]?.path]).toEqual([null, path]);
  });

  it('begins a component with its service', () => {
    expect(componentOfService({ id, name: 'shop' }, 'k')).toMatchObject({ id: null, key: 'k', name: 'shop', serviceIds: [id] });
  });

  const moves: [list: string, index: number, by: 1 | -1, after: string][] = [['abc', 0, 1, 'bac'], ['abc', 2, -1, 'acb'], ['abc', 0, -1, 'abc'], ['abc', 2, 1, 'abc']];
  it.each(moves)('moves in %s from %i by %i to %s', (list, index, by, after) => {
    expect(moved([...list], index, by).join('')).toBe(after);
  });
});
