import type { Locale } from '#kernel/locale.ts';
import type { Random } from '#kernel/random.ts';
import type { Challenge } from './challenge.ts';
import type { Db, Tx } from './db.ts';
import type { Files } from './files.ts';
import type { Gateway, ProviderLine } from './gateway/gateway.ts';
import type { PageCache } from './page-cache.ts';
import type { Settings } from './config.ts';
import type { Logger } from './log.ts';
import type { Messenger } from './mail.ts';
import type { Outside } from './outside/outside.ts';
import type { Role } from './policy.ts';
import type { Transcoder } from './transcoder/transcoder.ts';
import type { Scanner } from './scanner.ts';
import type { Realtime } from './realtime.ts';

export interface Visitor {
  readonly kind: 'visitor';
}

/** A person with a session; every user is a learner, `roles` are what they are besides. */
export interface User {
  readonly kind: 'user';
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly sessionId: string;
}

/** Work that nobody asked for in person: a job, a reaction, a gateway's notice. */
export interface System {
  readonly kind: 'system';
  readonly name: string;
}

export type Actor = Visitor | User | System;

/** The engines that services reach the world by. */
export interface Ports {
  readonly files: Files;
  readonly pages: PageCache;
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** By which accounts with gateways that staff set up reach their providers. */
  readonly providers: ProviderLine;
  readonly settings: Settings;
  /** Tells people from floods; by default a proof of work. */
  readonly challenge?: Challenge;
  /** Takes letters and short messages. */
  readonly messenger: Messenger;
  /** Decodes and encodes recordings; absent where the machine has no engine for it. */
  readonly transcoder?: Transcoder;
  /** Looks through uploads for malware; absent where nobody named one. */
  readonly scanner?: Scanner;
  /** Fetches files from the public internet, and from nowhere else. */
  readonly outside: Outside;
  /** Tells people who wait that it is time to look again. */
  readonly realtime: Realtime;
  readonly log: Logger;
  /** Draws for what need not be secret. */
  readonly random: Random;
  /** Signs addresses and challenges; 32 bytes, from the data folder. */
  readonly secret: Buffer;
  /** Tells the relay that there is something in the outbox. */
  wakeOutbox(): void;
  /** Tells other processes, in the transaction of a change, which pages are stale; absent when this process is alone. */
  readonly announceTouched?: (tx: Tx, tags: ReadonlySet<string>) => Promise<void>;
}

/** Who asks, when, in which language, and with which engines: the first argument of every service. */
export interface Ctx<A extends Actor = Actor> {
  readonly db: Db;
  readonly ports: Ports;
  readonly actor: A;
  /** The one instant at which this request happens. */
  readonly now: Date;
  readonly locale: Locale;
  readonly requestId: string;
  /** The caller's address as far as trusted proxies tell; absent in jobs. */
  readonly ip?: string;
  readonly userAgent?: string;
}

/** `ctx` for work on the system's own behalf. */
export function asSystem(ctx: Ctx, name: string): Ctx<System> {
  return { ...ctx, actor: { kind: 'system', name } };
}
