import { BlockList, isIPv6 } from 'node:net';

const GROUPS = 8;
/** A subscriber is given at least 64 bits of IPv6 to choose addresses from (RFC 6177, RFC 7421). */
const NETWORK_GROUPS = 4;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The part of a caller's address that the caller cannot change at will, for limits: an IPv4 address as it is, of an
 * IPv6 address its first 64 bits.
 */
export function networkOf(address: string): string {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('::');
  const [first, last] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: Math.max(0, GROUPS - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last]
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'));

/** Whether an address lies in one of some networks in CIDR notation; an IPv4 address in no IPv6 network, not even in the whole. */
export function isWithin(address: string, networks: readonly string[]): boolean {
  const plain = MAPPED.exec(address)?.[1] ?? address;
  const family = familyOf(plain);
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits] = network.split('/');
    if (familyOf(base) === family) list.addSubnet(base, Number(bits), family);
  }
  return list.check(plain, family);
}

const familyOf = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4');
