import { describe, expect, it } from 'vitest';
import { SessionCookies } from './cookies';

const plain = new SessionCookies('http://127.0.0.1:8080');
const secure = new SessionCookies('https://pass.example');

describe.each([
  ['over plain HTTP', plain, 'tongxing_door'],
  ['behind HTTPS', secure, '__Host-tongxing_door'],
])('the session token in a cookie header, %s,', (_, cookies, name) => {
  it.each([
    ['alone', `${name}=abc`],
    ['among others', `a=1; ${name}=abc; b=2`],
    ['last', `a=1; ${name}=abc`],
    ['without spaces', `a=1;${name}=abc;b=2`],
    ['after a longer name that ends alike', `x_${name}=no; ${name}=abc`],
    ['before one that begins alike', `${name}=abc; ${name}s=no`],
  ])('is found %s', (__, header) => {
    expect(cookies.read(header, 'door')).toBe('abc');
  });

  it.each([undefined, '', 'a=1', `x_${name}=no`, `${name}s=no`, name.replace('door', 'staff')])('is not in %o', (header) => {
    expect(cookies.read(header, 'door')).toBeUndefined();
  });
});

describe('a session cookie', () => {
  it('is kept from scripts and other sites, and where there is TLS from plain connections and neighbouring hosts', () => {
    expect(secure.write('staff', 'abc', 60)).toBe('__Host-tongxing_staff=abc; Max-Age=60; Path=/; HttpOnly; Secure; SameSite=Lax');
    expect(plain.write('staff', '', 0)).toBe('tongxing_staff=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
  });

  it("of the other name is nobody's", () => {
    expect(secure.read('tongxing_staff=abc', 'staff')).toBeUndefined();
    expect(plain.read('__Host-tongxing_staff=abc', 'staff')).toBeUndefined();
    expect(secure.read('tongxing_staff=planted; __Host-tongxing_staff=abc', 'staff')).toBe('abc');
    // Browsers know the prefix in any case; we write it one way.
    expect(secure.read('__host-tongxing_staff=abc', 'staff')).toBeUndefined();
  });
});
