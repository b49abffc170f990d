import { describe, expect, it } from 'vitest';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createWebhookTransport } from './webhook-transport';

const request = { method: 'POST', headers: {}, body: '{}', hasSecrets: true } as const;

describe('createWebhookTransport', () => {
  it.each(['http://127.0.0.1:9/', 'http://10.0.0.1/', 'http://[::1]:9/', 'http://[::ffff:7f00:1]:9/', 'http://169.254.169.254/', 'http://2130706433/', 'http://localhost:9/'])('does not connect to %s, and names no setting that would', async (url) => {
    const { outgoing } = createWebhookTransport();
    await expect(outgoing.request({ ...request, url })).rejects.toMatchObject({ isRetryable: false, message: expect.stringMatching(/is not an address of the public internet; no updates are posted to it\.$/) });
  });

  it('does not connect to a name that is of a private address too', async () => {
    const resolve = (_: string, done: (found: { addresses: { address: string; family: number }[]; error: null }) => void) => done({ addresses: [{ address: '8.8.8.8', family: 4 }, { address: '10.0.0.1', family: 4 }], error: null });
    const { outgoing } = createWebhookTransport(createAddressPolicy({ allowPrivate: false, resolve }));
    await expect(outgoing.request({ ...request, url: 'http://hooks.example.com/' })).rejects.toThrow('hooks.example.com is not an address of the public internet');
  });

  it('tells a failed look-up as one, which is worth another try', async () => {
    const { outgoing } = createWebhookTransport(createAddressPolicy({ allowPrivate: false, resolve: (_, done) => done({ addresses: null, error: Object.assign(new Error('none'), { code: 'ENOTFOUND' }) }) }));
    await expect(outgoing.request({ ...request, url: 'http://hooks.example.com/' })).rejects.toMatchObject({ isRetryable: true, message: expect.stringContaining('the name has no address') });
  });
});
