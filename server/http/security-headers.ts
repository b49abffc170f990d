import type { ServerResponse } from 'node:http';

/** On every answer: no sniffing, no framing, no referrer to other sites, no device access. */
export function setSecurityHeaders(answer: ServerResponse, isHttps: boolean): void {
  answer.setHeader('x-content-type-options', 'nosniff');
  answer.setHeader('x-frame-options', 'DENY');
  answer.setHeader('referrer-policy', 'same-origin');
  answer.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  answer.setHeader('cross-origin-opener-policy', 'same-origin');
  answer.setHeader('cross-origin-resource-policy', 'same-origin');
  if (isHttps) answer.setHeader('strict-transport-security', 'max-age=31536000');
}

/**
 * The content security policy of a page: scripts by nonce only. Style attributes are allowed because charts place
 * their parts by them; style elements need the nonce. Development needs eval and inline styles for hot reload.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const directives = {
    'default-src': "'self'",
    'script-src': `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    'style-src': isDevelopment ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`,
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': "'self'",
    'object-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  };
  return Object.entries(directives).map(([name, value]) => `${name} ${value}`).join('; ');
}
