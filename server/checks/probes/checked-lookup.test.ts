import { expect, it } from 'vitest';
import { failureOfLookup } from './checked-lookup';

const coded = (code: string) => Object.assign(new Error(`getaddrinfo ${code}`), { code });

it.each([
  ['ENOTFOUND', 'There is no address of the name www.example.com (ENOTFOUND).', false],
  ['ENODATA', 'There is no address of the name www.example.com (ENODATA).', false],
  ['EAI_AGAIN', 'The name servers did not answer for www.example.com (EAI_AGAIN).', true],
])('%s is told, and only silence is of the network', (code, message, isNetworkError) => {
  expect(failureOfLookup('www.example.com', coded(code))).toMatchObject({ message, isNetworkError });
});
