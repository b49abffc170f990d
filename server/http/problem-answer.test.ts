import { Writable } from 'node:stream';
import pino from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppError, errorStatus, type ErrorCode } from '@/lib/errors';
import { Problem } from '@/lib/problem';
import { problemAnswer } from './problem-answer';

let lines: string[];
const log = pino(new Writable({ write: (line: Buffer, _, done) => done(void lines.push(String(line))) }));

beforeEach(() => {
  lines = [];
});

const answerOf = (error: unknown) => {
  const answer = problemAnswer(error, 'request-1', log);
  return { ...answer, problem: Problem.parse(JSON.parse(answer.body)) };
};

describe('problemAnswer', () => {
  it.each(Object.entries(errorStatus))('answers %s with %i', (code, status) => {
    const { problem, ...answer } = answerOf(new AppError(code as ErrorCode, 'What happened. What to do.'));
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': 'request-1' });
    expect(problem).toMatchObject({ type: `urn:nines:problem:${code}`, status, detail: 'What happened. What to do.', requestId: 'request-1' });
  });

  it('says where the input is wrong and when to try again', () => {
    const issues = [{ path: 'body.name', message: 'Too long.' }];
    const { problem, headers } = answerOf(new AppError('unavailable', 'Later.', { issues, retryAfterSeconds: 7 }));
    expect(problem.issues).toEqual(issues);
    expect(headers['retry-after']).toBe('7');
  });

  const databaseDown: [what: string, error: unknown][] = [
    ['a refused connection', Object.assign(new Error('connect ECONNREFUSED /tmp/.s.PGSQL.5432'), { code: 'ECONNREFUSED' })],
    ['a missing socket', Object.assign(new Error('connect ENOENT /tmp/.s.PGSQL.5432'), { code: 'ENOENT', syscall: 'connect' })],
    ['a shutdown', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a start', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
    ['a full server', Object.assign(new Error('too many connections'), { code: '53300' })],
    ["a pool's timeout", new Error('timeout exceeded when trying to connect')],
    ["Prisma's transaction that did not start", Object.assign(new Error('Unable to start a transaction'), { code: 'P2028' })],
  ];
  it.each(databaseDown)('answers %s of the database with 503 and when to try again', (_, error) => {
    const { status, headers, body } = answerOf(error);
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('2');
    expect(body).not.toMatch(/PGSQL|terminating|ECONN/);
  });

  const unknown: [what: string, error: unknown][] = [
    ['an error with a secret', Object.assign(new Error('insert into users values (secret)'), { detail: 'Key (email)=(secret)' })],
    ['a missing file of our own', Object.assign(new Error("ENOENT: no such file, open '/root/secret'"), { code: 'ENOENT', syscall: 'open' })],
    ['a string', 'secret'],
    ['nothing', undefined],
    ['an error with a cause', new Error('outside', { cause: new Error('secret') })],
    ['an unexpected AppError code', Object.assign(new Error('secret'), { name: 'Error', code: 'invalid' })],
  ];
  it.each(unknown)('answers %s with the id of the request alone, and logs it', (_, error) => {
    const { status, problem, body } = answerOf(error);
    expect(status).toBe(500);
    expect(problem.detail).toBe('An unexpected error happened. Look for request request-1 in the log of Nines.');
    expect(body).not.toMatch(/secret/);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, requestId: 'request-1' });
  });

  it('logs an error with line breaks as one line', () => {
    answerOf(new Error('first\n{"level":60,"msg":"forged"}\r\nthird'));
    expect(lines.join('').trim().split('\n')).toHaveLength(1);
  });
});
