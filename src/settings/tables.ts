// Made from tables.sql by `npm run tables`; edit that.
import type { ColumnType, Generated } from 'kysely';

export interface SettingTable {
  name: string;
  value: ColumnType<unknown, string, string>;
  updatedAt: Date;
}

export interface GatewayAccountTable {
  kind: 'wechat' | 'alipay' | 'stripe' | 'transfer';
  isOpen: Generated<boolean>;
  config: ColumnType<unknown, string, string>;
  sealed: Buffer;
  updatedAt: Date;
}

declare module '#platform/db.ts' {
  interface Tables {
    setting: SettingTable;
    gatewayAccount: GatewayAccountTable;
  }
}
