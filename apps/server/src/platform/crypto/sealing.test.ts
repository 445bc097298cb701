import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TEST_KEYS } from '../../testing/keys';
import type { Keys } from './keys';
import { hashToken, newToken, type Purpose, sixDigits, Vault } from './sealing';

const vault = new Vault(TEST_KEYS);
const rotated: Keys = { ...TEST_KEYS, sealing: { ...TEST_KEYS.sealing, 2: Buffer.alloc(32, 9) }, current: '2' };
const PURPOSES: readonly Purpose[] = ['name', 'document', 'phone', 'message'];

describe('sealing', () => {
  it('opens what it sealed, whatever the text', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PURPOSES), fc.string({ unit: 'grapheme', maxLength: 200 }), (purpose, text) => {
        expect(vault.open(purpose, vault.seal(purpose, text))).toBe(text);
      }),
    );
  });

  it('never gives the same bytes for the same text', () => {
    expect(vault.seal('name', '李甲子').equals(vault.seal('name', '李甲子'))).toBe(false);
  });

  it('refuses to open a field for another purpose', () => {
    const sealed = vault.seal('name', '李甲子');
    for (const purpose of PURPOSES.filter((one) => one !== 'name')) expect(() => vault.open(purpose, sealed)).toThrow();
  });

  it('notices a change of any single byte', () => {
    const sealed = vault.seal('phone', '16000000001');
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => vault.open('phone', changed), `byte ${index}`).toThrow();
    }
  });

  it.each([0, 1, 12, 28])('refuses a field cut to %i bytes', (length) => {
    expect(() => vault.open('phone', vault.seal('phone', '16000000001').subarray(0, length))).toThrow();
  });

  it('opens old fields after a rotation and seals with the new key', () => {
    const old = vault.seal('name', '李甲子');
    const after = new Vault(rotated);
    expect(after.open('name', old)).toBe('李甲子');
    expect(after.seal('name', '李甲子')[0]).toBe(2);
  });

  it('cannot open what was sealed under a key that is gone', () => {
    const sealed = new Vault(rotated).seal('name', '李甲子');
    expect(() => vault.open('name', sealed)).toThrow(/sealing key 2/);
  });
});

describe('blind index', () => {
  it('is the same for the same text and differs by purpose and by key', () => {
    const index = vault.index('phone', '16000000001');
    expect(vault.index('phone', '16000000001')).toEqual(index);
    expect(vault.index('document', '16000000001')).not.toEqual(index);
    expect(new Vault({ ...TEST_KEYS, lookup: Buffer.alloc(32, 7) }).index('phone', '16000000001')).not.toEqual(index);
  });
});

describe('daily sign', () => {
  it('is 8 hex digits that change with venue and day', () => {
    const signs = [vault.sign('A', '2026-11-22'), vault.sign('A', '2026-11-23'), vault.sign('B', '2026-11-22')];
    expect(new Set(signs).size).toBe(3);
    for (const sign of signs) expect(sign).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('tokens and codes', () => {
  it('keeps only the hash of a token', () => {
    const { token, hash } = newToken();
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hashToken(token)).toEqual(hash);
  });

  it('draws six digits, leading zeros included', () => {
    const codes = Array.from({ length: 2_000 }, sixDigits);
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(1_950);
  });
});
