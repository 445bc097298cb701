import { describe, expect, it } from 'vitest';
import { isWithin, networkOf } from './networks';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::6', '2001:db8:1:2'],
    ['2001:db8::6', '2001:db8:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
    ['not an address', 'not an address'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});

describe('an address', () => {
  it.each([
    ['198.51.100.7', ['198.51.100.0/24'], true],
    ['198.51.101.7', ['198.51.100.0/24'], false],
    ['::ffff:198.51.100.7', ['198.51.100.0/24'], true],
    ['198.51.100.7', ['203.0.113.0/24', '198.51.100.7/32'], true],
    ['2001:db8:1::7', ['2001:db8:1::/48'], true],
    ['2001:db8:2::7', ['2001:db8:1::/48', '0.0.0.0/0'], false],
    ['198.51.100.7', ['::/0'], false],
    ['198.51.100.7', [], false],
  ])('%s lies in %j: %s', (address, networks, isIn) => {
    expect(isWithin(address, networks)).toBe(isIn);
  });
});
