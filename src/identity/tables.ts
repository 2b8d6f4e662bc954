// Made from tables.sql by `npm run tables`; edit that.
import type { Generated } from 'kysely';

export interface AppUserTable {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
  passwordHash: string | null;
  locale: Generated<'zh' | 'en'>;
  state: Generated<'active' | 'banned' | 'deleted'>;
  createdAt: Date;
}

export interface UserRoleTable {
  userId: string;
  role: 'creator' | 'reviewer' | 'finance' | 'owner';
  grantedAt: Date;
  grantedBy: string | null;
}

export interface SessionTable {
  id: string;
  tokenHash: Buffer;
  userId: string;
  createdAt: Date;
  seenAt: Date;
  expiresAt: Date;
  userAgent: Generated<string>;
  ip: Generated<string>;
}

export interface DisplacedSessionTable {
  tokenHash: Buffer;
  displacedAt: Date;
}

export interface LoginCodeTable {
  id: string;
  purpose: 'login' | 'register' | 'reset' | 'bind';
  channel: 'email' | 'sms';
  address: string;
  codeHash: Buffer;
  tries: Generated<number>;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

declare module '#platform/db.ts' {
  interface Tables {
    appUser: AppUserTable;
    userRole: UserRoleTable;
    session: SessionTable;
    displacedSession: DisplacedSessionTable;
    loginCode: LoginCodeTable;
  }
}
