/** Which hosts are this machine itself: the only ones that a workspace which is not trusted may call. */
import { BlockList, isIP } from 'node:net';

const addresses = new BlockList();
addresses.addSubnet('127.0.0.0', 8, 'ipv4');
addresses.addAddress('::1', 'ipv6');
addresses.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether an IP address is this machine. */
export function isLoopbackAddress(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && addresses.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/**
 * Whether a host as written in a URL can be this machine. A name other than `localhost` is not even looked up: that alone
 * would tell somebody.
 */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return isLoopbackAddress(host) || host === 'localhost' || host.endsWith('.localhost');
}
