import { expect, test } from 'vitest';
import { readProblem } from './api-client';

function problem(status: number, body: string, headers: Record<string, string> = {}) {
  return readProblem({ status, headers: new Headers(headers) }, body);
}

test('problem details become an error with its code, its sentence and its field issues', () => {
  const error = problem(
    400,
    JSON.stringify({ title: 'Invalid', detail: 'The body is not valid.', issues: [{ path: 'email', message: 'Not an email.' }, { x: 1 }] }),
  );
  expect(error).toMatchObject({ code: 'invalid', message: 'The body is not valid.', issues: [{ path: 'email', message: 'Not an email.' }] });
});

test('an answer that is no JSON still gives a sentence', () => {
  expect(problem(502, '<html>')).toMatchObject({ code: 'unavailable', message: 'The server answered with status 502.', issues: [] });
});

test('the time to wait is taken over', () => {
  expect(problem(429, '{}', { 'retry-after': '30' })).toMatchObject({ code: 'too_many_requests', retryAfterSeconds: 30 });
});
