import { expect, it } from 'vitest';
import { badgeTexts } from './badge-texts';

it('gives what is pasted into a page', () => {
  expect(badgeTexts('https://nines.example.com/api/badges/T/uptime.svg?range=7d', 'uptime 7 d').map(({ text }) => text)).toEqual([
    'https://nines.example.com/api/badges/T/uptime.svg?range=7d',
    '![uptime 7 d](https://nines.example.com/api/badges/T/uptime.svg?range=7d)',
    '<img src="https://nines.example.com/api/badges/T/uptime.svg?range=7d" alt="uptime 7 d" height="20">',
  ]);
});
