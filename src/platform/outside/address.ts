import { BlockList, isIP } from 'node:net';

// What the registries of RFC 6890 (IANA IPv4 and IPv6 Special-Purpose Address Registries) do not call globally reachable,
// and what only looks like a public address: relays that lead to other addresses, and where clouds tell machines their keys.
const closedIpv4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  // 6to4 relays, deprecated by RFC 7526.
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Azure's own services of a machine, at an address that is formally public.
  '168.63.129.16/32',
];

/** Of IPv6 only this is handed out to the internet; mapped, translated (NAT64), local and multicast addresses lie outside. */
const globalIpv6 = '2000::/3';
const closedIpv6 = [
  // IETF protocols, with Teredo and ORCHID.
  '2001::/23',
  '2001:db8::/32',
  // 6to4: whatever IPv4 address stands in it.
  '2002::/16',
  '3fff::/20',
];

function listOf(nets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const net of nets) {
    const [address = '', bits] = net.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const closed4 = listOf(closedIpv4, 'ipv4');
const closed6 = listOf(closedIpv6, 'ipv6');
const global6 = listOf([globalIpv6], 'ipv6');

/** Whether an IP address is one of the public internet: never of this machine, its network, or a cloud's own services. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !closed4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  return global6.check(address, 'ipv6') && !closed6.check(address, 'ipv6');
}

/** A place that may be asked although it is not of the public internet: a host and a port, as in `10.0.0.7:8080`. */
export function isAmong(also: readonly string[], { hostname, port, protocol }: URL): boolean {
  const usual = protocol === 'https:' ? '443' : '80';
  return also.includes(`${hostname}:${port || usual}`);
}

/** Whether an address may be asked at all, before anybody looks up where it leads: by http or https, at their own ports. */
export function isPlain(url: URL): boolean {
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && isUsualPort(url) && url.username === '' && url.password === '';
}

/** `http://example:443` is nobody's web server, but 80 and 443 are what the web is served at. */
function isUsualPort({ port }: URL): boolean {
  return port === '' || port === '80' || port === '443';
}
