import { describe, expect, it } from 'vitest';
import { refusalOf } from './next-auth-requests';

const form = 'application/x-www-form-urlencoded';

function refused(method: string, path: string, type = form): string | null {
  const headers = new Headers(type ? { 'content-type': type } : {});
  return refusalOf({ method, headers }, path.split('/'))?.code ?? null;
}

describe('refusalOf', () => {
  it.each([['GET', 'csrf'], ['GET', 'session'], ['GET', 'providers'], ['GET', 'signin'], ['GET', 'error'], ['GET', 'callback/company'], ['POST', 'callback/credentials'], ['POST', 'signout']])('lets %s %s through', (method, path) => {
    expect(refused(method, path)).toBeNull();
  });

  it.each([['POST', '_log'], ['GET', '_log'], ['GET', 'callback/credentials'], ['GET', 'callback/passkey'], ['GET', 'callback/A b'], ['GET', 'callback'], ['POST', 'session'], ['POST', 'csrf'], ['GET', 'constructor'], ['GET', ''], ['PUT', 'signout']])('knows no %s %s', (method, path) => {
    expect(refused(method, path)).toBe('not_found');
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', ''])('takes no body of type "%s"', (type) => {
    expect(refused('POST', 'callback/credentials', type)).toBe('invalid');
  });
});
