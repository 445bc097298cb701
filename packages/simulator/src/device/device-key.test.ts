import { createPublicKey, verify } from 'node:crypto';
import { deviceStatement } from '@tongxing/contract';
import { expect, it } from 'vitest';
import { DeviceKey } from './device-key';

const verified = (key: DeviceKey, statement: string, signature: string) =>
  verify(
    null,
    Buffer.from(statement),
    createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }, format: 'jwk' }),
    Buffer.from(signature, 'base64url'),
  );

it('signs what a device has to sign, each for its own purpose', () => {
  const [key, next] = [new DeviceKey(), new DeviceKey()];
  const { code, publicKey, signature } = key.enrolment('ABCD-EFGH-JKMN');
  expect(code).toBe('ABCD-EFGH-JKMN');
  expect(verified(key, deviceStatement.enrolment('ABCDEFGHJKMN', publicKey), signature)).toBe(true);
  const proof = key.sessionProof('d', 0);
  expect(proof).toMatchObject({ device: 'd', at: '1970-01-01T00:00:00.000Z', nonce: expect.stringMatching(/^[\w-]{22}$/) });
  expect(verified(key, deviceStatement.session('d', proof.at, proof.nonce), proof.signature)).toBe(true);
  const change = key.change('d', next);
  const statement = deviceStatement.key('d', next.publicKey);
  expect(verified(next, statement, change.signature)).toBe(true);
  expect(verified(key, statement, change.oldSignature)).toBe(true);
  expect(verified(key, deviceStatement.session('d', proof.at, next.publicKey), change.oldSignature)).toBe(false);
  expect(JSON.stringify(key)).toBe(JSON.stringify({ publicKey: key.publicKey }));
});
