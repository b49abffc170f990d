import { describe, expect, it } from 'vitest';
import type { ComponentState, IncidentState } from '@/lib/incidents/schemas';
import { incidentsOf } from './incidents';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 22, 12, minute));
const names = new Map([['a', 'API'], ['w', 'Web']]);

interface Told {
  number?: number;
  postedNumber?: number;
  minute: number;
  state: IncidentState;
  says?: [id: string, state: ComponentState][];
  isOver?: boolean;
}

const told = ({ number = 1, postedNumber = number, minute, state, says = [], isOver = false }: Told) => ({ id: `${number}-${minute}`, at: at(minute), title: `title ${minute}`, state, text: 'text', components: says.map(([id, each]) => ({ id, state: each })), key: String(number), postedKey: String(postedNumber), isOver });
const read = (...posts: Told[]) => incidentsOf(posts.map(told), names);

describe('incidents as their posts tell them', () => {
  it('keep what was said of a component until something else is', () => {
    const { incidents, posted } = read({ minute: 9, state: 'monitoring', says: [['w', 'degraded']] }, { minute: 1, state: 'investigating', says: [['a', 'major_outage'], ['w', 'major_outage']] });
    expect([...posted]).toEqual([['a', 'major_outage'], ['w', 'degraded']]);
    expect(incidents).toMatchObject([{ title: 'title 9', state: 'monitoring', isOpen: true, from: at(1).getTime(), to: null, posts: [{ id: '1-9' }, { id: '1-1' }] }]);
  });

  it('take the worst of several that are open', () => {
    const { posted } = read({ minute: 1, state: 'investigating', says: [['a', 'major_outage']] }, { number: 2, minute: 2, state: 'investigating', says: [['a', 'operational']] });
    expect(posted.get('a')).toBe('major_outage');
  });

  it('give no state once they are over, and remember how bad it was', () => {
    const { incidents, posted } = read({ minute: 1, state: 'investigating', says: [['a', 'partial_outage']] }, { minute: 5, state: 'resolved', says: [['a', 'operational']] });
    expect(posted.size).toBe(0);
    expect(incidents).toMatchObject([{ isOpen: false, state: 'resolved', to: at(5).getTime(), components: [{ name: 'API', state: 'partial_outage' }] }]);
  });

  it('are resolved without an end that nobody told', () => {
    const { incidents, posted } = read({ minute: 1, state: 'investigating', says: [['a', 'degraded']], isOver: true });
    expect(posted.size).toBe(0);
    expect(incidents).toMatchObject([{ isOpen: false, state: 'resolved', to: null }]);
  });

  it('stay resolved when they are opened again, until a post says so', () => {
    expect(read({ minute: 1, state: 'resolved' }).incidents[0]?.isOpen).toBe(false);
    expect(read({ minute: 1, state: 'resolved' }, { minute: 2, state: 'investigating' }).incidents[0]?.isOpen).toBe(true);
  });

  it('know under which key they were told before they were merged', () => {
    const { incidents } = read({ number: 7, minute: 1, state: 'investigating' }, { number: 7, postedNumber: 5, minute: 2, state: 'identified' }, { number: 7, postedNumber: 5, minute: 3, state: 'monitoring' });
    expect(incidents).toMatchObject([{ key: '7', formerly: ['5'], isOpen: true, state: 'monitoring' }]);
  });

  it('keep the title of before when a post was withdrawn', () => {
    const posts = [told({ minute: 1, state: 'investigating' }), { ...told({ minute: 2, state: 'identified' }), title: '' }];
    expect(incidentsOf(posts, names).incidents).toMatchObject([{ title: 'title 1', state: 'identified' }]);
    expect(incidentsOf(posts.slice(1), names).incidents).toMatchObject([{ title: 'Incident' }]);
  });

  it('name no component that there is not any more', () => {
    expect(read({ minute: 1, state: 'investigating', says: [['gone', 'degraded']] }).incidents[0]?.components).toEqual([]);
  });
});
