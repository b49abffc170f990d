import { describe, expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { Overtaken, sendMerged } from './send-merged';

interface Note {
  version: number;
  text: string;
  colour: string;
}

/** A store that keeps versions as the server does; `before` is done by somebody else before each sending. */
function store(before: (note: Note, sent: number) => Note) {
  let note: Note = { version: 1, text: 'old', colour: 'red' };
  let sent = 0;
  return {
    sent: () => sent,
    load: () => Promise.resolve(note),
    send: (text: string) => (version: number) => {
      note = before(note, (sent += 1));
      if (version !== note.version) return Promise.reject(new AppError('conflict', 'It was changed in the meantime.'));
      note = { ...note, version: version + 1, text };
      return Promise.resolve(note);
    },
  };
}

const base: Note = { version: 1, text: 'old', colour: 'red' };
const conflictsWith = (theirs: Note) => (theirs.text === base.text ? [] : [{ key: 'text', name: 'Text', mine: 'mine', theirs: theirs.text }]);

describe('a change is merged with what others did meanwhile', () => {
  test('nobody was there: it is sent once', async () => {
    const notes = store((note) => note);
    await expect(sendMerged({ base, load: notes.load, send: notes.send('mine'), conflictsWith })).resolves.toMatchObject({ text: 'mine', version: 2 });
    expect(notes.sent()).toBe(1);
  });

  test('somebody changed something else: both stay', async () => {
    const notes = store((note, sent) => (sent === 1 ? { ...note, version: 2, colour: 'blue' } : note));
    await expect(sendMerged({ base, load: notes.load, send: notes.send('mine'), conflictsWith })).resolves.toEqual({ version: 3, text: 'mine', colour: 'blue' });
  });

  test('somebody changed the same: a person decides, and nothing is written', async () => {
    const notes = store((note, sent) => (sent === 1 ? { ...note, version: 2, text: 'theirs' } : note));
    const failure = await sendMerged({ base, load: notes.load, send: notes.send('mine'), conflictsWith }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Overtaken);
    expect(failure).toMatchObject({ fields: [{ mine: 'mine', theirs: 'theirs' }], theirs: { version: 2 } });
    expect((await notes.load()).text).toBe('theirs');
  });

  test('a refusal of the newest version is no race and is told as it is', async () => {
    const refusal = new AppError('conflict', 'It is resolved already.');
    await expect(sendMerged({ base, load: () => Promise.resolve(base), send: () => Promise.reject(refusal), conflictsWith })).rejects.toBe(refusal);
  });

  test('another failure is told as it is, without another try', async () => {
    const failure = new AppError('forbidden', 'You may not.');
    await expect(sendMerged({ base, load: () => Promise.reject(new Error('not asked')), send: () => Promise.reject(failure), conflictsWith })).rejects.toBe(failure);
  });

  test('who is overtaken again and again is told so in the end', async () => {
    const notes = store((note) => ({ ...note, version: note.version + 1, colour: 'blue' }));
    await expect(sendMerged({ base, load: notes.load, send: notes.send('mine'), conflictsWith })).rejects.toMatchObject({ code: 'conflict' });
    expect(notes.sent()).toBe(4);
  });
});
