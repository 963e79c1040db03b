import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 address. */
export type Address = ReturnType<typeof ipaddr.parse>;

/** What the operator opened besides the public internet: hosts by name, and networks. */
export interface AllowRules {
  readonly hosts: ReadonlySet<string>;
  readonly networks: readonly (readonly [Address, number])[];
}

/** Nothing but the public internet. */
export const ALLOW_NOTHING: AllowRules = { hosts: new Set(), networks: [] };

const HOST_NAME = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/;

/** One entry of `fetch.allow_hosts`: a host name, an address or a network in CIDR; undefined when it is none. */
export function parseAllowRule(
  text: string,
): { readonly host: string } | { readonly network: readonly [Address, number] } | undefined {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.isValidCIDR(bare)) return { network: ipaddr.parseCIDR(bare) };
  const address = parseAddress(bare);
  if (address !== undefined) return { network: [address, address.kind() === 'ipv4' ? 32 : 128] };
  return HOST_NAME.test(bare) ? { host: toName(bare) } : undefined;
}

/** The allow-list as rules; entries that are neither a name nor a network open nothing. */
export function parseAllowRules(texts: readonly string[]): AllowRules {
  const rules = texts.map(parseAllowRule).filter((rule) => rule !== undefined);
  return {
    hosts: new Set(rules.flatMap((rule) => ('host' in rule ? [rule.host] : []))),
    networks: rules.flatMap((rule) => ('network' in rule ? [rule.network] : [])),
  };
}

/**
 * Whether an address may be reached by anybody: global unicast and nothing else. Refused so are private, loopback,
 * link-local, CGNAT, multicast, documentation, benchmark, unspecified and broadcast ranges (IANA special-purpose
 * registries, RFC 6890), and every IPv6 form that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4,
 * Teredo), because a translator on the way would undo the check. What is no address is not public.
 */
export function isPublicAddress(address: string): boolean {
  return toRange(address) === 'public';
}

/** `public`, or the name of the range that keeps an address from being so. */
export function toRange(text: string): string {
  const address = parseAddress(text);
  if (address === undefined) return 'no address';
  const range = address.range();
  if (range !== 'unicast') return range;
  // Only 2000::/3 is given out as global unicast (RFC 4291 2.4); ipaddr.js calls the rest unicast too, ::7f00:1 among it.
  if (address.kind() === 'ipv6' && (address.toByteArray()[0] ?? 0) >> 5 !== 1) return 'not global unicast';
  return 'public';
}

/** Whether `host`, found at `address`, may be connected to. */
export function isAllowedAddress(host: string, address: string, allow: AllowRules): boolean {
  if (isPublicAddress(address) || isAllowedName(host, allow)) return true;
  return allow.networks.some((network) => isInNetwork(address, network));
}

/** Whether the operator opened a host by its name, wherever it leads. */
export const isAllowedName = (host: string, allow: AllowRules): boolean => allow.hosts.has(toName(host));

/** Whether a text is an address within a network. */
export function isInNetwork(text: string, [network, bits]: readonly [Address, number]): boolean {
  const address = parseAddress(text);
  return address !== undefined && network.kind() === address.kind() && address.match(network, bits);
}

/** Of the addresses a name resolves to, those that may be connected to, in the order given. */
export function chooseAddresses(
  host: string,
  addresses: readonly string[],
  allow: AllowRules,
): readonly string[] {
  return addresses.filter((address) => isAllowedAddress(host, address, allow));
}

/** A connection that was refused before it was made. */
export class BlockedAddressError extends Error {
  readonly code = 'ADDRESS_BLOCKED';
  constructor(addresses: readonly string[]) {
    super(addresses.map((address) => `${address} is not public (${toRange(address)})`).join(', '));
  }
}

/** IPv4 inside ::ffff:0:0/96 is judged as the IPv4 address it reaches, so that an allowed network opens it too. */
function parseAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  // isValid also takes 0x7f000001, 017700000001 and 2130706433: spellings of one and the same address.
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : undefined;
}

/** Host names compare without the dot that may end them. */
const toName = (host: string): string => host.toLowerCase().replace(/\.$/, '');
