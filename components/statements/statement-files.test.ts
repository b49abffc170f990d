import { expect, test } from 'vitest';
import { bytesOfBase64, filesOf } from './statement-files';

test('the files are named by the number of the statement, or by its id where that cannot be read', () => {
  expect(filesOf(12, 'an-id')).toEqual({ json: 'statement-12.json', signature: 'statement-12.sig', publicKey: 'statement-key.pem' });
  expect(filesOf(null, 'an-id').json).toBe('statement-an-id.json');
});

test('a signature is saved as the bytes that it is', () => {
  expect([...(bytesOfBase64('AP+A') ?? [])]).toEqual([0, 255, 128]);
  expect(bytesOfBase64('no base64!')).toBeNull();
});
