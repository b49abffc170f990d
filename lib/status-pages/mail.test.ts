import { describe, expect, it } from 'vitest';
import { confirmBody, confirmMail, postBody, postMail } from './mail';

const page = { name: 'Acme Status', slug: 'acme', address: 'https://nines.example.com/status/acme' };
const post = { incident: '6b86b273ff34', title: 'Checkout is down', state: 'identified' as const, text: 'We **know** the cause.\n\nMore at noon.', at: Date.parse('2026-03-28T03:00:00Z') };
const envelope = { messageId: 'b6f5', to: 'ann@example.com', from: 'status@acme.example' };
const leaveUrl = `${page.address}/leave?token=${'t'.repeat(43)}`;
const confirmUrl = `${page.address}/confirm?token=${'c'.repeat(43)}`;

describe('postMail', () => {
  it('says page, title and state, keeps one id for each try and one thread for each incident, and can be left by one click', () => {
    const mail = postMail(page, post, { leaveUrl }, envelope);
    expect(mail).toMatchObject({
      to: ['ann@example.com'], subject: '[Acme Status] Checkout is down: identified', messageId: '<b6f5@acme.example>', references: '<acme-incident-6b86b273ff34@acme.example>',
      headers: { 'List-Unsubscribe': `<${leaveUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', 'Auto-Submitted': 'auto-generated' },
    });
    for (const body of [mail.text, mail.html]) for (const part of [leaveUrl, `${page.address}/incidents/6b86b273ff34`, 'cause.', 'More at noon.']) expect(body).toContain(part);
    expect(mail.text).toContain('We know the cause.\n\nMore at noon.');
    expect(mail.html).toContain('<strong>know</strong>');
  });

  it('lets no name, title or text become a header or run in the mail', () => {
    const { subject, html } = postMail({ ...page, name: 'Acme\r\nBcc: x@example.com' }, { ...post, title: '<script>\u202e\r\nTo: y@example.com', text: '<img src=x onerror=alert(1)> [x](javascript:alert(1))' }, { leaveUrl }, envelope);
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(html).not.toMatch(/<(?:script|img)/);
    expect(html).not.toContain('href="javascript');
  });

  it('says of what was reviewed that it is resolved, and stays bounded', () => {
    const { subject, text, html } = postMail(page, { ...post, state: 'reviewed', title: 'x'.repeat(5_000), text: '🙂 '.repeat(100_000) }, { leaveUrl }, envelope);
    expect(subject.length).toBeLessThanOrEqual(200);
    expect(text.length + html.length).toBeLessThan(120_000);
    expect(postMail(page, { ...post, state: 'reviewed' }, { leaveUrl }, envelope).subject).toBe('[Acme Status] Checkout is down: resolved');
  });
});

describe('confirmMail', () => {
  it('has the link to confirm, and nothing of any incident', () => {
    const { subject, text, html, headers } = confirmMail(page, { confirmUrl }, envelope);
    expect(subject).toBe('[Acme Status] Confirm that you want updates');
    for (const body of [text, html]) expect(body).toContain(confirmUrl);
    expect(headers).toEqual({ 'Auto-Submitted': 'auto-generated' });
  });
});

describe('bodies of webhooks', () => {
  it('have the public words, the id of the message and how to leave', () => {
    expect(JSON.parse(confirmBody(page, { confirmUrl }))).toEqual({ type: 'subscription.confirm', page: { name: 'Acme Status', url: page.address }, url: confirmUrl });
    expect(JSON.parse(postBody(page, { ...post, state: 'reviewed' }, { leaveUrl, messageId: 'b6f5' }))).toEqual({
      type: 'incident.post', id: 'b6f5', page: { name: 'Acme Status', url: page.address },
      incident: { key: '6b86b273ff34', title: 'Checkout is down', state: 'resolved', url: `${page.address}/incidents/6b86b273ff34` },
      post: { state: 'resolved', text: post.text, at: '2026-03-28T03:00:00.000Z' }, leaveUrl,
    });
  });
});
