import { describe, expect, it } from 'vitest';
import { allowedMethods, createRouteTable } from './route-table';
import type { RouteModule } from './route-table';

const list: RouteModule = {};
const one: RouteModule = {};
const file: RouteModule = {};
const table = createRouteTable({ '/api/alerts': list, '/api/alerts/[id]': one, '/api/hosts/[host]/mounts/[mount]': one, '/api/openapi.json': file });

describe('createRouteTable', () => {
  const found: [pathname: string, path: string, params: Record<string, string>][] = [
    ['/api/alerts', '/api/alerts', {}],
    ['/api/alerts/7', '/api/alerts/[id]', { id: '7' }],
    ['/api/alerts/a%2Fb%20c', '/api/alerts/[id]', { id: 'a/b c' }],
    ['/api/alerts/..', '/api/alerts/[id]', { id: '..' }],
    ['/api/alerts/%2e%2e%2f', '/api/alerts/[id]', { id: '../' }],
    ['/api/alerts/__proto__', '/api/alerts/[id]', { id: '__proto__' }],
    ['/api/hosts/web-1/mounts/%2Fvar', '/api/hosts/[host]/mounts/[mount]', { host: 'web-1', mount: '/var' }],
  ];
  it.each(found)('finds %s', (pathname, path, params) => {
    expect(table.match(pathname)).toMatchObject({ path, params });
  });

  it.each([
    '/api', '/api/', '/api/alerts/', '/api/alerts/7/', '/api/alerts/7/8', '/API/alerts', '/api//alerts', '/api/alerts/%', '/api/alerts/%ff',
    '/api/openapiXjson', '/api/constructor', '/__proto__', '', '/api/alerts\n', '/api/alerts?x=1',
  ])('finds nothing for %j', (pathname) => {
    expect(table.match(pathname)).toBeNull();
  });
});

describe('allowedMethods', () => {
  const handler = (() => undefined) as unknown as NonNullable<RouteModule['GET']>;

  it('names what a module answers, HEAD where there is GET', () => {
    expect(allowedMethods({ GET: handler, POST: handler })).toBe('GET, POST, HEAD, OPTIONS');
    expect(allowedMethods({ DELETE: handler })).toBe('DELETE, OPTIONS');
  });
});
