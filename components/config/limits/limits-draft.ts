import type { FieldIssue } from '@/lib/errors';
import { leastLimits, limitKinds, LimitSettings, mostLimits, type LimitKind } from '@/lib/settings/limit-settings';
import { limitWords } from './limit-words';

/** The limits as they stand in the fields. */
export interface LimitsDraft {
  isOn: boolean;
  kinds: Record<LimitKind, { perSecond: string; burst: string }>;
}

export const limitFields = ['perSecond', 'burst'] as const;

export function draftOfLimits(settings: LimitSettings): LimitsDraft {
  const kinds = limitKinds.map((kind) => [kind, { perSecond: String(settings[kind].perSecond), burst: String(settings[kind].burst) }]);
  return { isOn: settings.isOn, kinds: Object.fromEntries(kinds) as LimitsDraft['kinds'] };
}

/** The settings of the fields, or what is to be corrected in them. */
export function readLimitsDraft({ isOn, kinds }: LimitsDraft): { settings: LimitSettings } | { settings: null; issues: FieldIssue[] } {
  const issues = limitKinds.flatMap((kind) =>
    limitFields.flatMap((field): FieldIssue[] => {
      const text = kinds[kind][field].trim();
      const value = Number(text);
      const [least, most] = [leastLimits[kind][field], mostLimits[field]];
      const isRight = text !== '' && value >= least && value <= most && (field === 'perSecond' || Number.isInteger(value));
      return isRight ? [] : [{ path: `${kind}.${field}`, message: `A ${field === 'burst' ? 'whole ' : ''}number from ${least} to ${most.toLocaleString('en')}.` }];
    }),
  );
  if (issues.length > 0) return { settings: null, issues };
  const numbers = limitKinds.map((kind) => [kind, { perSecond: Number(kinds[kind].perSecond), burst: Number(kinds[kind].burst) }]);
  return { settings: LimitSettings.parse({ isOn, ...Object.fromEntries(numbers) }) };
}

/** Where two sides differ, in words. */
export function limitDifferences(mine: LimitsDraft, theirs: LimitsDraft): { name: string; theirs: string; mine: string }[] {
  const onOff = (draft: LimitsDraft) => (draft.isOn ? 'On' : 'Off');
  const fieldNames = { perSecond: 'a second', burst: 'at once' };
  return [
    ...(mine.isOn === theirs.isOn ? [] : [{ name: 'Rate limits', theirs: onOff(theirs), mine: onOff(mine) }]),
    ...limitKinds.flatMap((kind) =>
      limitFields.flatMap((field) => {
        const [own, other] = [mine.kinds[kind][field], theirs.kinds[kind][field]];
        return own === other ? [] : [{ name: `${limitWords[kind].title}, ${fieldNames[field]}`, theirs: other, mine: own }];
      }),
    ),
  ];
}
