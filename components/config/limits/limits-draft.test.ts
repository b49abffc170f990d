import { describe, expect, it } from 'vitest';
import { LimitSettings } from '@/lib/settings/limit-settings';
import { draftOfLimits, limitDifferences, readLimitsDraft, type LimitsDraft } from './limits-draft';

const usual = LimitSettings.parse({});
const changed = (user: Partial<LimitsDraft['kinds']['user']>): LimitsDraft => {
  const draft = draftOfLimits(usual);
  return { ...draft, kinds: { ...draft.kinds, user: { ...draft.kinds.user, ...user } } };
};

describe('the fields of the limits', () => {
  it('are read as they were shown', () => {
    expect(readLimitsDraft(draftOfLimits(usual))).toEqual({ settings: usual });
  });

  it.each([
    ['perSecond', '', 'A number from 5 to 1,000,000.'],
    ['perSecond', '1', 'A number from 5 to 1,000,000.'],
    ['perSecond', 'many', 'A number from 5 to 1,000,000.'],
    ['burst', '100.5', 'A whole number from 100 to 10,000,000.'],
    ['burst', '1e9', 'A whole number from 100 to 10,000,000.'],
  ] as const)('of %s %j are to be corrected', (field, text, message) => {
    expect(readLimitsDraft(changed({ [field]: text }))).toEqual({ settings: null, issues: [{ path: `user.${field}`, message }] });
  });

  it('differ where they differ', () => {
    expect(limitDifferences({ ...changed({ burst: '500' }), isOn: false }, draftOfLimits(usual))).toEqual([
      { name: 'Rate limits', theirs: 'On', mine: 'Off' },
      { name: 'Person, at once', theirs: '40000', mine: '500' },
    ]);
  });
});
