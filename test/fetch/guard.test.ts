import { describe, expect, it } from 'vitest';
import { buildGuardedConnect, buildGuardedLookup, type ConnectOptions } from '../../src/fetch/connect.ts';
import {
  ALLOW_NOTHING,
  BlockedAddressError,
  isAllowedAddress,
  isPublicAddress,
  parseAllowRule,
  parseAllowRules,
} from '../../src/fetch/guard.ts';

const FORBIDDEN = [
  ['loopback', '127.0.0.1'],
  ['the end of loopback', '127.255.255.254'],
  ['loopback as one number', '2130706433'],
  ['loopback in hexadecimal', '0x7f000001'],
  ['loopback in octal', '0177.0.0.1'],
  ['loopback in two parts', '127.1'],
  ['"this network"', '0.0.0.0'],
  ['"this network", any', '0.1.2.3'],
  ['private 10/8', '10.0.0.1'],
  ['private 172.16/12', '172.31.255.255'],
  ['private 192.168/16', '192.168.1.1'],
  ['CGNAT', '100.64.0.1'],
  ['the end of CGNAT', '100.127.255.255'],
  ['link-local', '169.254.0.1'],
  ['cloud metadata', '169.254.169.254'],
  ['IETF assignments', '192.0.0.8'],
  ['documentation 1', '192.0.2.1'],
  ['documentation 2', '198.51.100.7'],
  ['documentation 3', '203.0.113.9'],
  ['6to4 relays', '192.88.99.1'],
  ['benchmarks', '198.18.0.1'],
  ['multicast', '224.0.0.1'],
  ['the end of multicast', '239.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['broadcast', '255.255.255.255'],
  ['unspecified v6', '::'],
  ['loopback v6', '::1'],
  ['loopback v6 in full', '0:0:0:0:0:0:0:1'],
  ['mapped loopback', '::ffff:127.0.0.1'],
  ['mapped loopback in hexadecimal', '::ffff:7f00:1'],
  ['mapped private', '::ffff:10.0.0.1'],
  ['compatible loopback', '::127.0.0.1'],
  ['compatible private', '::a00:1'],
  ['translated (RFC 6145)', '::ffff:0:127.0.0.1'],
  ['NAT64 of loopback', '64:ff9b::7f00:1'],
  ['NAT64 of a public address', '64:ff9b::808:808'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['6to4 of private', '2002:a00:1::1'],
  ['6to4 of loopback', '2002:7f00:1::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['link-local v6', 'fe80::1'],
  ['link-local v6 with its zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['unique local', 'fd00::1'],
  ['unique local, fc', 'fc00::1'],
  ['multicast v6', 'ff02::1'],
  ['documentation v6', '2001:db8::1'],
  ['documentation v6, the second', '3fff::1'],
  ['discard', '100::1'],
  ['benchmarks v6', '2001:2::1'],
  ['ORCHID', '2001:20::1'],
  ['segment routing', '5f00::1'],
  ['not given out', '4000::1'],
  ['no address', 'example.org'],
  ['nothing', ''],
] as const;

const PUBLIC = [
  ['8.8.8.8'],
  ['1.1.1.1'],
  ['172.15.255.255'],
  ['172.32.0.1'],
  ['100.63.255.255'],
  ['100.128.0.1'],
  ['169.253.1.1'],
  ['223.255.255.254'],
  ['::ffff:8.8.8.8'],
  ['2606:4700:4700::1111'],
  ['2a00:1450:4001:82a::200e'],
  ['[2a00:1450:4001:82a::200e]'],
] as const;

describe('isPublicAddress', () => {
  it.each(FORBIDDEN)('refuses %s: %s', (_, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(PUBLIC)('takes %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('the allow-list', () => {
  it.each([
    ['opens a network', ['10.0.0.0/8'], 'any.test', '10.1.2.3', true],
    ['opens no other network', ['10.0.0.0/8'], 'any.test', '192.168.0.1', false],
    ['opens a network to mapped addresses', ['127.0.0.0/8'], 'any.test', '::ffff:127.0.0.1', true],
    ['opens one address', ['192.168.1.7'], 'any.test', '192.168.1.7', true],
    ['opens nothing beside one address', ['192.168.1.7'], 'any.test', '192.168.1.8', false],
    ['opens an IPv6 network', ['fd00::/8'], 'any.test', 'fd12::1', true],
    ['opens an IPv6 address in brackets', ['[::1]'], 'any.test', '::1', true],
    ['opens a host wherever it is', ['wiki.intranet.test'], 'wiki.intranet.test', '10.0.0.5', true],
    [
      'compares hosts without case and last dot',
      ['Wiki.Intranet.test'],
      'wiki.intranet.test.',
      '10.0.0.5',
      true,
    ],
    ['opens no other host', ['wiki.intranet.test'], 'other.intranet.test', '10.0.0.5', false],
    ['opens no host that ends alike', ['intranet.test'], 'evil-intranet.test', '10.0.0.5', false],
    ['opens nothing by a mistake', ['10.0.0.0/99', 'a b', ''], 'a b', '10.0.0.5', false],
  ])('%s', (_, allow, host, address, expected) => {
    expect(isAllowedAddress(host, address, parseAllowRules(allow))).toBe(expected);
  });

  it.each([['10.0.0.0/99'], ['http://wiki.test'], ['a b'], ['']])('does not take %j', (text) => {
    expect(parseAllowRule(text)).toBeUndefined();
  });
});

const lookUp = (answers: readonly (readonly string[])[], allow: readonly string[] = []) => {
  const left = [...answers];
  const asked: string[] = [];
  const lookup = buildGuardedLookup(parseAllowRules(allow), async (host) => {
    asked.push(host);
    return left.shift() ?? [];
  });
  const ask = (all: boolean): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lookup('news.test', { all }, (error, address) => (error === null ? resolve(address) : reject(error)));
    });
  return { ask, asked };
};

describe('the guarded lookup', () => {
  it('gives the socket the very addresses that were checked', async () => {
    const { ask, asked } = lookUp([['93.184.216.34'], ['127.0.0.1']]);
    expect(await ask(true)).toEqual([{ address: '93.184.216.34', family: 4 }]);
    expect(asked).toEqual(['news.test']);
  });

  it('refuses a name that changes its answer to a private address at the next connection', async () => {
    const { ask } = lookUp([['93.184.216.34'], ['127.0.0.1']]);
    await ask(false);
    await expect(ask(false)).rejects.toBeInstanceOf(BlockedAddressError);
  });

  it('leaves out the private ones of several addresses', async () => {
    const { ask } = lookUp([['10.0.0.1', '93.184.216.34', '::1', '2606:4700::1']]);
    expect(await ask(true)).toEqual([
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
  });

  it('refuses a name with private addresses only, and names them', async () => {
    const { ask } = lookUp([['10.0.0.1', '::1']]);
    await expect(ask(true)).rejects.toThrow('10.0.0.1 is not public (private), ::1 is not public (loopback)');
  });

  it('says ENOTFOUND of a name without an address', async () => {
    await expect(lookUp([[]]).ask(true)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('the guarded connection', () => {
  const dialled = (hostname: string, allow: readonly string[]) => {
    const opened: ConnectOptions[] = [];
    let refused: Error | null = null;
    const connect = buildGuardedConnect((options) => opened.push(options), parseAllowRules(allow), undefined);
    connect({ hostname, protocol: 'http:', port: '' }, (...[error]) => {
      refused = error;
    });
    return { opened, refused };
  };

  it.each([['127.0.0.1'], ['::1'], ['169.254.169.254'], ['64:ff9b::7f00:1']])(
    'refuses %s, which no lookup sees, before it is dialled',
    (hostname) => {
      const { opened, refused } = dialled(hostname, []);
      expect(opened).toEqual([]);
      expect(refused).toBeInstanceOf(BlockedAddressError);
    },
  );

  it('dials a literal that is opened', () => {
    expect(dialled('127.0.0.1', ['127.0.0.0/8']).opened).toHaveLength(1);
  });

  it.each([
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f.1/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://[::ffff:127.0.0.1]/', '[::ffff:7f00:1]'],
    ['http://１２７.0.0.1/', '127.0.0.1'],
  ])('sees through the spelling of %s', (url, hostname) => {
    expect(new URL(url).hostname).toBe(hostname);
    expect(isAllowedAddress(hostname, hostname, ALLOW_NOTHING)).toBe(false);
  });
});
