import { z } from 'zod';

/** Words that people would take for something of Nines itself. */
const reserved = new Set(['admin', 'api', 'app', 'assets', 'auth', 'dashboard', 'favicon', 'health', 'healthz', 'help', 'history', 'incidents', 'index', 'login', 'logout', 'metrics', 'new', 'nines', 'null', 'public', 'readyz', 'robots', 'root', 'setup', 'sign-in', 'sign-out', 'socket', 'static', 'status', 'support', 'system', 'undefined', 'well-known', 'www']);

/** What stands in the address of a page: /status/{slug}. */
export const Slug = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{1,58})[a-z0-9]$/, 'Lower-case letters, digits and dashes, 3 to 60 of them, and no dash at either end.')
  .refine((slug) => !slug.includes('--'), 'Not two dashes in a row.')
  .refine((slug) => !reserved.has(slug), 'This word is kept for Nines. Choose another one.');

/** A name of the DNS (RFC 1123, section 2.1) with a dot in it: no address of a network, no name of this machine alone. */
export const HostName = z
  .string()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, 'A name like status.example.com, in lower case, without https:// and without a port.')
  .refine((host) => !/^\d+$/.test(host.slice(host.lastIndexOf('.') + 1)), 'A name, not an address of a network.')
  .refine((host) => !/(?:^|\.)(?:localhost|localdomain|local|internal|invalid|svc|lan|home\.arpa)$/.test(host), 'A name that the public can look up.');
