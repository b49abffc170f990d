import { describe, expect, it } from 'vitest';
import { configurationActions, sectionOfAction, sectionOfChange } from './managed';
import { sectionKeys } from './schemas';
import { permissionFor } from './section-permissions';

const window = (kind: string) => ({ id: 'w', version: 1, settings: { name: 'w', schedule: { kind } } });

const changes: [title: string, action: string, before: unknown, after: unknown, section: string | null][] = [
  ['a new window of one time', 'maintenance.create', null, window('once'), null],
  ['a longer window of one time', 'maintenance.update', window('once'), window('once'), null],
  ['the end of a window of one time', 'maintenance.delete', window('once'), null, null],
  ['a recurring window', 'maintenance.create', null, window('recurring'), 'maintenance'],
  ['a window of one time that becomes a recurring one', 'maintenance.update', window('once'), window('recurring'), 'maintenance'],
  ['a recurring window that becomes one of one time', 'maintenance.update', window('recurring'), window('once'), 'maintenance'],
  ['a window that the trail could not keep whole', 'maintenance.update', window('once'), { omitted: '70000 letters' }, 'maintenance'],
  ['badges', 'service.switch_badges', {}, {}, 'services'],
  ['a provider of sign-in', 'settings.providers', {}, {}, 'signInProviders'],
  ['a hook', 'incident_hook.create', null, {}, 'incidentHooks'],
  ['a shift that is taken over', 'on_call_schedule.override', {}, {}, null],
  ['a silence', 'silence.create', null, {}, null],
  ['an acknowledgement', 'alert.acknowledge', {}, {}, null],
];

describe('what a document has', () => {
  it.each(changes)('%s: %s', (_, action, before, after, section) => {
    expect(sectionOfChange({ action, before, after })).toBe(section);
  });

  it('is known by the beginnings of actions for each section, and each asks for a permission', () => {
    expect(new Set(configurationActions.map(sectionOfAction))).toEqual(new Set(sectionKeys));
    for (const key of sectionKeys) expect(permissionFor(key)).toMatch(/^monitoring\.(config|people)\.update$/);
  });
});
