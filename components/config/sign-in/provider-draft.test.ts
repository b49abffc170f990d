import { describe, expect, it } from 'vitest';
import { StoredProvider } from '@/lib/settings/provider-settings';
import { draftOfProvider, newProvider, providerDifferences, providerOf } from './provider-draft';

const stored = StoredProvider.parse({
  key: 'company', name: 'Company',
  connection: { kind: 'oidc', issuer: 'https://login.example.com', clientId: 'nines' },
  rules: { domains: ['example.com'], groups: [{ group: 'team:ops', role: 'ADMIN' }, { group: 'staff', role: 'MEMBER', customRole: 'On call' }], withoutGroup: 'refuse' },
});
const { connection } = stored;
if (!connection) throw new Error('It has a connection.');
const shown = { ...stored, connection, kind: connection.kind, hasSecret: true, isFromVariables: false, people: 0 };

describe('the form of a provider', () => {
  it('sends back what it was opened with', () => {
    const { key: _, ...input } = stored;
    expect(providerOf(draftOfProvider(shown), false)).toEqual(input);
  });

  it('writes groups as lines, divided by the last colon', () => {
    expect(draftOfProvider(shown).groups).toBe('team:ops: ADMIN\nstaff: MEMBER + On call');
    expect(providerOf({ ...newProvider, groups: ' a:b : viewer \n\n' }, false).rules.groups).toEqual([{ group: 'a:b', role: 'VIEWER', customRole: null }]);
  });

  it('has no connection where the variables say it', () => {
    expect(providerOf(draftOfProvider(shown), true).connection).toBeNull();
  });

  it('shows where it differs, and never a secret', () => {
    const mine = { ...draftOfProvider(shown), name: 'Other', clientSecret: 'a secret' };
    expect(providerDifferences(mine, draftOfProvider(shown))).toEqual([{ name: 'Name', mine: 'Other', theirs: 'Company' }]);
  });
});
