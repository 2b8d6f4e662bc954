export const gatewayKinds = ['wechat', 'alipay', 'stripe', 'transfer'] as const;
/** A provider that a site can have an account with; there is one account of each, called by its kind. */
export type GatewayKind = (typeof gatewayKinds)[number];

export const findings = [
  'works',
  'test',
  'unheard',
  'silent',
  'unproved',
  'rejected',
  'trouble',
  'unreadable',
] as const;
/** What a question to a provider brought. */
export type Finding = (typeof findings)[number];
