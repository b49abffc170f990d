import { describe, expect, it } from 'vitest';
import { nextShift, onCallAt, shiftsBetween } from './on-call';
import { ScheduleSettings, type Layer, type Override } from './schemas';

const people = { ann: '00000000-0000-4000-8000-00000000000a', ben: '00000000-0000-4000-8000-00000000000b', cem: '00000000-0000-4000-8000-00000000000c' };
const nameOf = (id: string | null) => Object.entries(people).find(([, each]) => each === id)?.[0] ?? 'nobody';
const at = (text: string) => Date.parse(text);
const iso = (timeMs: number) => new Date(timeMs).toISOString().replace(':00.000Z', 'Z');
const days = { unit: 'days', length: 1 } as const;
const weeks = { unit: 'weeks', length: 1 } as const;

type LayerChange = Partial<Omit<Layer, 'participants'>> & { who: (keyof typeof people)[] };

function schedule(layers: LayerChange[], timeZone = 'Europe/Berlin', overrides: Omit<Override, 'reason'>[] = []): ScheduleSettings {
  return ScheduleSettings.parse({
    name: 'a', timeZone, overrides,
    layers: layers.map(({ who, ...rest }, index) => ({ id: `l${index}`, name: 'n', startsAt: '2026-01-05T09:00', turn: days, ...rest, participants: who.map((each) => people[each]) })),
  });
}

/** `start who` of each shift, and the end of all. */
function shown(settings: ScheduleSettings, from: string, to: string): string[] {
  return shiftsBetween(settings, at(from), at(to)).map(({ startsAt, userId }) => `${iso(startsAt)} ${nameOf(userId)}`);
}

describe('hand-overs', () => {
  it.each<[string, ScheduleSettings, string, string, string[]]>([
    ['daily at 09:00 in Berlin, over the spring change', schedule([{ who: ['ann', 'ben'] }]), '2026-03-28T08:00Z', '2026-03-31T00:00Z', ['2026-03-28T08:00Z ann', '2026-03-29T07:00Z ben', '2026-03-30T07:00Z ann']],
    ['daily at 09:00 in Berlin, over the autumn change', schedule([{ who: ['ann', 'ben'] }]), '2026-10-24T07:00Z', '2026-10-27T00:00Z', ['2026-10-24T07:00Z ann', '2026-10-25T08:00Z ben', '2026-10-26T08:00Z ann']],
    ['daily at 02:30 in New York, which is left out once', schedule([{ who: ['ann', 'ben'], startsAt: '2026-03-07T02:30' }], 'America/New_York'), '2026-03-07T07:30Z', '2026-03-10T00:00Z', ['2026-03-07T07:30Z ann', '2026-03-08T07:30Z ben', '2026-03-09T06:30Z ann']],
    ['daily at 01:30 in New York, which comes twice', schedule([{ who: ['ann', 'ben'], startsAt: '2026-10-31T01:30' }], 'America/New_York'), '2026-10-31T05:30Z', '2026-11-03T00:00Z', ['2026-10-31T05:30Z ann', '2026-11-01T05:30Z ben', '2026-11-02T06:30Z ann']],
    ['daily on Lord Howe, half an hour', schedule([{ who: ['ann', 'ben'], startsAt: '2026-10-03T09:00' }], 'Australia/Lord_Howe'), '2026-10-02T22:30Z', '2026-10-05T00:00Z', ['2026-10-02T22:30Z ann', '2026-10-03T22:00Z ben', '2026-10-04T22:00Z ann']],
    ['daily in Kolkata', schedule([{ who: ['ann', 'ben'] }], 'Asia/Kolkata'), '2026-01-05T03:30Z', '2026-01-07T04:00Z', ['2026-01-05T03:30Z ann', '2026-01-06T03:30Z ben', '2026-01-07T03:30Z ann']],
    ['of 12 real hours over the spring change', schedule([{ who: ['ann', 'ben'], startsAt: '2026-03-28T20:00', turn: { unit: 'hours', length: 12 } }]), '2026-03-28T19:00Z', '2026-03-30T00:00Z', ['2026-03-28T19:00Z ann', '2026-03-29T07:00Z ben', '2026-03-29T19:00Z ann']],
    ['weekly by three', schedule([{ who: ['ann', 'ben', 'cem'], turn: weeks }]), '2026-01-05T08:00Z', '2026-02-01T00:00Z', ['2026-01-05T08:00Z ann', '2026-01-12T08:00Z ben', '2026-01-19T08:00Z cem', '2026-01-26T08:00Z ann']],
    ['each second week', schedule([{ who: ['ann', 'ben'], turn: { unit: 'weeks', length: 2 } }]), '2026-03-16T08:00Z', '2026-04-20T00:00Z', ['2026-03-16T08:00Z ben', '2026-03-30T07:00Z ann', '2026-04-13T07:00Z ben']],
    ['in Apia, which left a day out, and with it a turn', schedule([{ who: ['ann', 'ben'], startsAt: '2011-12-29T09:00' }], 'Pacific/Apia'), '2011-12-29T19:00Z', '2012-01-01T00:00Z', ['2011-12-29T19:00Z ann', '2011-12-30T19:00Z ann', '2011-12-31T19:00Z ben']],
  ])('%s', (_, settings, from, to, expected) => {
    expect(shown(settings, from, to)).toEqual(expected);
  });
});

describe('layers', () => {
  const office = [{ weekdays: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }];
  const nights = [{ weekdays: [5], from: '22:00', to: '06:00' }];

  it.each<[string, ScheduleSettings, string, string, string[]]>([
    ['before the first turn nobody is on call', schedule([{ who: ['ann'] }]), '2026-01-05T00:00Z', '2026-01-05T12:00Z', ['2026-01-05T00:00Z nobody', '2026-01-05T08:00Z ann']],
    ['after the end nobody', schedule([{ who: ['ann'], endsAt: '2026-01-06T10:00' }]), '2026-01-05T08:00Z', '2026-02-01T00:00Z', ['2026-01-05T08:00Z ann', '2026-01-06T08:00Z ann', '2026-01-06T09:00Z nobody']],
    ['office hours over a weekend', schedule([{ who: ['ann'], turn: weeks, restrictions: office }]), '2026-03-27T10:00Z', '2026-03-30T10:00Z', ['2026-03-27T10:00Z ann', '2026-03-27T16:00Z nobody', '2026-03-30T07:00Z ann']],
    ['a night that ends on the next day, and next month', schedule([{ who: ['ann'], turn: weeks, restrictions: nights }]), '2026-01-30T00:00Z', '2026-02-01T00:00Z', ['2026-01-30T00:00Z nobody', '2026-01-30T21:00Z ann', '2026-01-31T05:00Z nobody']],
    ['times that touch are one shift', schedule([{ who: ['ann'], turn: weeks, restrictions: [{ weekdays: [2], from: '00:00', to: '12:00' }, { weekdays: [2], from: '12:00', to: '00:00' }] }]), '2026-01-05T12:00Z', '2026-01-08T00:00Z', ['2026-01-05T12:00Z nobody', '2026-01-05T23:00Z ann', '2026-01-06T23:00Z nobody']],
    ['a later layer comes first, and the one below fills its holes', schedule([{ who: ['ann'], turn: weeks }, { who: ['ben'], turn: weeks, restrictions: office }]), '2026-01-05T12:00Z', '2026-01-07T00:00Z', ['2026-01-05T12:00Z ben', '2026-01-05T16:00Z ann', '2026-01-06T08:00Z ben', '2026-01-06T16:00Z ann']],
    ['a hand-over below a busy layer is no shift', schedule([{ who: ['ann', 'cem'] }, { who: ['ben'], turn: weeks }]), '2026-01-06T00:00Z', '2026-01-08T00:00Z', ['2026-01-06T00:00Z ben']],
  ])('%s', (_, settings, from, to, expected) => {
    expect(shown(settings, from, to)).toEqual(expected);
  });
});

describe('overrides', () => {
  const override = (id: string, who: keyof typeof people, from: string, to: string) => ({ id, userId: people[who], startsAt: at(from), endsAt: at(to) });
  const settings = schedule([{ who: ['ann'], turn: weeks }], 'UTC', [override('1', 'ben', '2026-01-06T10:00Z', '2026-01-06T14:00Z'), override('2', 'cem', '2026-01-06T12:00Z', '2026-01-06T16:00Z')]);

  it('take over, the last one first', () => {
    expect(shown(settings, '2026-01-06T00:00Z', '2026-01-07T00:00Z')).toEqual(['2026-01-06T00:00Z ann', '2026-01-06T10:00Z ben', '2026-01-06T12:00Z cem', '2026-01-06T16:00Z ann']);
    expect(onCallAt(settings, at('2026-01-06T13:00Z'))).toEqual({ userId: people.cem, source: 'override', layerId: null, untilMs: at('2026-01-06T16:00Z') });
  });

  it('fill gaps', () => {
    const ended = schedule([{ who: ['ann'], endsAt: '2026-01-06T09:00' }], 'UTC', [override('1', 'ben', '2026-02-01T00:00Z', '2026-02-02T00:00Z')]);
    expect(onCallAt(ended, at('2026-01-10T00:00Z'))).toEqual({ userId: null, source: 'gap', layerId: null, untilMs: at('2026-02-01T00:00Z') });
    expect(nextShift(ended, at('2026-01-10T00:00Z'))).toEqual({ userId: people.ben, source: 'override', layerId: null, startsAt: at('2026-02-01T00:00Z'), endsAt: at('2026-02-02T00:00Z') });
    expect([onCallAt(ended, at('2026-02-02T00:00Z')).untilMs, nextShift(ended, at('2026-02-02T00:00Z'))]).toEqual([null, null]);
  });
});

describe('the next shift', () => {
  it('is the next person\'s', () => {
    const settings = schedule([{ who: ['ann', 'ben'], turn: weeks }]);
    expect(onCallAt(settings, at('2026-03-25T00:00Z'))).toEqual({ userId: people.ben, source: 'layer', layerId: 'l0', untilMs: at('2026-03-30T07:00Z') });
    expect(nextShift(settings, at('2026-03-25T00:00Z'))).toEqual({ userId: people.ann, source: 'layer', layerId: 'l0', startsAt: at('2026-03-30T07:00Z'), endsAt: at('2026-04-06T07:00Z') });
  });
});

describe('shifts of any schedule', () => {
  /** Park and Miller's minimal standard generator. */
  function numbers(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 48_271) % 2_147_483_647;
      return state % below;
    };
  }
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC', 'Pacific/Apia'];
  const two = (value: number) => String(value).padStart(2, '0');

  function anySchedule(next: (below: number) => number): ScheduleSettings {
    const who = () => (['ann', 'ben', 'cem'] as const).slice(next(2), 2 + next(2));
    const time = () => `${two(next(24))}:${two(next(4) * 15)}`;
    const date = () => `2026-${two(1 + next(12))}-${two(1 + next(28))}`;
    const layers = Array.from({ length: 1 + next(3) }, (): LayerChange => ({
      who: who(),
      startsAt: `${date()}T${time()}`,
      endsAt: next(4) === 0 ? `${date()}T${time()}` : null,
      turn: { unit: (['hours', 'days', 'weeks'] as const)[next(3)] ?? 'days', length: 1 + next(9) },
      restrictions: Array.from({ length: next(3) }, () => ({ weekdays: [1 + next(7), 1 + next(7)], from: time(), to: time() })),
    }));
    const overrides = Array.from({ length: next(4) }, (_, index) => {
      const startsAt = at('2026-01-01T00:00Z') + next(365 * 24) * 3_600_000;
      return { id: String(index), userId: people.cem, startsAt, endsAt: startsAt + (1 + next(100)) * 1_800_000 };
    });
    return schedule(layers, zones[next(zones.length)], overrides);
  }

  it('tile the time without hole or overlap, and agree with who is on call at each moment', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const next = numbers(seed);
      const settings = anySchedule(next);
      const from = at('2026-01-01T00:00Z') + next(330 * 24 * 60) * 60_000;
      const to = from + (1 + next(30 * 24)) * 3_600_000;
      const shifts = shiftsBetween(settings, from, to);
      expect([shifts[0]?.startsAt, shifts.at(-1)?.endsAt]).toEqual([from, to]);
      for (const [index, { startsAt, endsAt, userId, source, layerId }] of shifts.entries()) {
        expect(endsAt).toBeGreaterThan(startsAt);
        if (index > 0) expect(startsAt).toBe(shifts[index - 1]?.endsAt);
        expect(userId === null).toBe(source === 'gap');
        for (const moment of [startsAt, startsAt + Math.floor((endsAt - startsAt) / 2), endsAt - 1]) {
          expect(onCallAt(settings, moment)).toMatchObject({ userId, source, layerId });
        }
      }
    }
  });

  it('are refused when they are too many to list', () => {
    const settings = schedule([{ who: ['ann', 'ben'], turn: { unit: 'hours', length: 1 } }]);
    expect(() => shiftsBetween(settings, at('2026-02-01T00:00Z'), at('2027-02-01T00:00Z'))).toThrow('at most 5000');
  });
});

describe('a schedule that means nothing is refused', () => {
  it.each([
    [{ timeZone: 'Mars/Olympus' }, 'is no time zone that Nines knows'],
    [{ layers: [] }, 'Add a layer.'],
    [{ overrides: [1, 2].map(() => ({ id: 'x', userId: people.ann, startsAt: 1, endsAt: 2 })) }, 'an id of their own'],
    [{ overrides: [{ id: 'x', userId: people.ann, startsAt: 2, endsAt: 2 }] }, 'must be after startsAt'],
    [{ overrides: [{ id: 'x', userId: people.ann, startsAt: 2, endsAt: 9e15 }] }, 'Too big'],
    [{ layers: [{ id: 'x', name: 'n', participants: [people.ann], startsAt: '2026-02-30T09:00', turn: days }] }, 'must be a local time'],
    [{ layers: [{ id: 'x', name: 'n', participants: [], startsAt: '2026-02-20T09:00', turn: days }] }, 'Add at least one person.'],
  ])('%#', (changed, message) => {
    expect(() => ScheduleSettings.parse({ ...schedule([{ who: ['ann'] }]), ...changed })).toThrow(message);
  });
});
