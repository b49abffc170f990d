import { describe, expect, it } from 'vitest';
import { createCopies } from './copies';
import type { PublicCopy } from './public-answers';

const answer = { status: 200, headers: {}, body: '' };
const copy = (sizeBytes: number): PublicCopy => ({ plain: answer, compressed: answer, unchanged: answer, tag: '', sizeBytes });

describe('copies', () => {
  it('make room for newer ones, those of the page that was made longest ago first', () => {
    const copies = createCopies(100);
    copies.replace('a', new Map([['/', copy(40)], ['/history', copy(10)]]));
    copies.replace('b', new Map([['/', copy(40)]]));
    copies.add('c', '/', copy(40));
    expect([copies.get('a', '/'), copies.get('a', '/history'), copies.get('b', '/'), copies.get('c', '/')].map((each) => each?.sizeBytes)).toEqual([undefined, 10, 40, 40]);
    expect(copies.sizeBytes()).toBe(90);
  });

  it('are counted once, however often they are replaced', () => {
    const copies = createCopies(100);
    for (let round = 0; round < 50; round += 1) {
      copies.replace('a', new Map([['/', copy(30)]]));
      copies.add('a', '/history', copy(20));
      copies.add('a', '/history', copy(25));
    }
    expect(copies.sizeBytes()).toBe(55);
    copies.replace('a', new Map());
    expect([copies.sizeBytes(), copies.get('a', '/')]).toEqual([0, undefined]);
  });

  it('of one page never take the place of the others', () => {
    const copies = createCopies(150, 50);
    copies.replace('a', new Map([['/', copy(30)]]));
    for (let index = 0; index < 20; index += 1) copies.add('b', `/${index}`, copy(20));
    copies.replace('c', new Map([['/', copy(20)], ['/history', copy(20)], ['/feed.atom', copy(20)]]));
    expect([copies.get('a', '/'), copies.get('b', '/0'), copies.get('b', '/19'), copies.get('c', '/'), copies.get('c', '/feed.atom')].map((each) => each?.sizeBytes)).toEqual([30, undefined, 20, undefined, 20]);
    expect(copies.sizeBytes()).toBe(110);
  });

  it('never hold more than they may, not even of one page', () => {
    const copies = createCopies(100);
    copies.replace('a', new Map([['/', copy(150)]]));
    expect(copies.sizeBytes()).toBe(0);
  });
});
