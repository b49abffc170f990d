import { expect, it } from 'vitest';
import { redact } from './redact';

it.each<[text: string, secrets: string[], redacted: string]>([
  ['invalid token hunter2 given', ['hunter2'], 'invalid token *** given'],
  ['no such path /services/T00/B00/abcdefgh', ['https://hooks.example.com/services/T00/B00/abcdefgh'], 'no such path ***'],
  ['hook abcdefgh is gone', ['https://hooks.example.com/services/T00/B00/abcdefgh'], 'hook *** is gone'],
  ['at https://hooks.example.com/x/abcdefghi', ['https://hooks.example.com/x/abcdefghi'], 'at ***'],
  ['sig=s%2Bcret%2Fx', ['s+cret/x'], 'sig=***'],
  ['AUTH aHVudGVyMg==', ['hunter2'], 'AUTH ***'],
  ['Bearer and abcdefghijk', ['Bearer abcdefghijk'], 'Bearer and ***'],
  ['nothing', [], 'nothing'],
])('%s', (text, secrets, redacted) => {
  expect(redact(text, secrets)).toBe(redacted);
});
