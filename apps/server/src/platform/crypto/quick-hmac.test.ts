import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { QuickHmac } from './quick-hmac';

const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((array) => Buffer.from(array));

it('is the HMAC of the standard library, message after message', () => {
  fc.assert(
    fc.property(bytes(64), fc.nat(200), fc.infiniteStream(fc.nat(255)), (key, length, stream) => {
      const quick = new QuickHmac(key, length);
      for (let time = 0; time < 3; time += 1) {
        for (let place = 0; place < length; place += 1) quick.message[place] = stream.next().value;
        expect(quick.digest()).toBe(createHmac('sha256', key).update(quick.message).digest('binary'));
      }
    }),
  );
});

it('refuses a key that would have to be hashed first', () => {
  expect(() => new QuickHmac(Buffer.alloc(65), 1)).toThrow(RangeError);
});
