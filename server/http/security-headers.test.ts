import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from './security-headers';

function directivesOf(policy: string): Record<string, string> {
  return Object.fromEntries(policy.split('; ').map((directive) => [directive.split(' ')[0] ?? '', directive.split(' ').slice(1).join(' ')]));
}

describe('contentSecurityPolicy', () => {
  const policy = directivesOf(contentSecurityPolicy('bm9uY2U=', false));

  it('runs only scripts with the nonce, and nothing that is evaluated', () => {
    expect(policy['script-src']).toBe("'self' 'nonce-bm9uY2U=' 'strict-dynamic'");
    expect(policy['style-src']).toBe("'self' 'nonce-bm9uY2U='");
  });

  it('lets no page talk to, post to or be framed by another site', () => {
    expect(policy).toMatchObject({
      'default-src': "'self'", 'connect-src': "'self'", 'form-action': "'self'", 'frame-ancestors': "'none'", 'object-src': "'none'", 'base-uri': "'none'",
    });
  });

  it('allows eval and inline styles in development alone', () => {
    expect(contentSecurityPolicy('n', true)).toContain("'unsafe-eval'");
    expect(policy['script-src']).not.toContain('unsafe');
    expect(policy['style-src']).not.toContain('unsafe');
  });
});
