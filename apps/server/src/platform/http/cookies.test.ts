import { describe, expect, it } from 'vitest';
import { sessionCookie, sessionToken } from './cookies';

describe('the session token in a cookie header', () => {
  it.each([
    ['alone', 'tongxing_door=abc'],
    ['among others', 'a=1; tongxing_door=abc; b=2'],
    ['last', 'a=1; tongxing_door=abc'],
    ['without spaces', 'a=1;tongxing_door=abc;b=2'],
    ['after a longer name that ends alike', 'x_tongxing_door=no; tongxing_door=abc'],
    ['before one that begins alike', 'tongxing_door=abc; tongxing_doors=no'],
  ])('is found %s', (_, header) => {
    expect(sessionToken(header, 'door')).toBe('abc');
  });

  it.each([undefined, '', 'a=1', 'x_tongxing_door=no', 'tongxing_doors=no', 'tongxing_staff=no'])('is not in %o', (header) => {
    expect(sessionToken(header, 'door')).toBeUndefined();
  });
});

describe('a session cookie', () => {
  it('is kept from scripts and other sites, and from plain connections where there is TLS', () => {
    expect(sessionCookie('staff', 'abc', 60, true)).toBe('tongxing_staff=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(sessionCookie('staff', '', 0, false)).toBe('tongxing_staff=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
  });
});
