import { resolve } from 'node:path';
import { z } from 'zod';

/** A whole number from `least` to `most`, written in digits. */
function whole(least: number, most: number) {
  const error = `it has to be a whole number from ${least} to ${most}`;
  return z
    .stringFormat('whole', /^\d{1,9}$/, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= least && value <= most, { error });
}

function oneOf<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: `it has to be ${words.join(' or ')}` });
}

const path = z.string();
const isPublic = {
  protocol: /^https?$/,
  error: 'it has to be the address that people type, such as https://academy.example',
};
const isPostgres = {
  protocol: /^postgres(ql)?$/,
  error: 'it has to look like postgres://name:password@host:5432/database',
};

const isMailServer = {
  protocol: /^smtps?$/,
  error: 'it has to look like smtps://name:password@mail.example.com:465',
};
const isScanner = {
  protocol: /^(tcp|unix)$/,
  error: 'it has to look like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl',
};
const isHook = { protocol: /^https?$/, error: 'it has to be an https address' };
const sender = /^(?:([^<>"@\r\n]{1,100}) <)?([^\s<>"@]{1,64}@[^\s<>"@]{1,250})(>?)$/;

function isSender(text: string): boolean {
  const [, name, , end] = sender.exec(text) ?? [undefined, '', '', ''];
  return sender.test(text) && (name !== undefined) === (end === '>');
}

const isStore = {
  protocol: /^https?$/,
  error: 'it has to be the address of the store, such as https://s3.eu-central-1.amazonaws.com',
};

function isWithoutPath(address: string): boolean {
  return (
    !URL.canParse(address) || /^\/?$/.test(new URL(address).pathname + new URL(address).search)
  );
}

/** Every setting of the environment, each with a sentence. Nobody else reads `process.env`. */
export const shape = z.object({
  /** The port to listen on; 0 takes any free one. */
  PORT: whole(0, 65_535).default(3000),
  /** The address to listen on. */
  HOST: z.string().default('127.0.0.1'),
  /** Where the embedded database, files and keys live. */
  DATA_DIR: path.default('./data'),
  /** A PostgreSQL of your own (17 or newer) instead of the embedded one. */
  DATABASE_URL: z.url(isPostgres).optional(),
  /** The address that people type; https makes cookies secure. Default: http://localhost:PORT. */
  PUBLIC_URL: z
    .url(isPublic)
    .refine(isWithoutPath, { error: 'it has to be an address without a path' })
    .optional(),
  /** `development` shows /dev/outbox and the sandbox cashier; `production` does not. */
  MODE: oneOf('development', 'production', 'test').default('development'),
  /** `all` serves and works, `web` only serves, `worker` only works. */
  ROLE: oneOf('all', 'web', 'worker').default('all'),
  /** How many reverse proxies in front may be believed about the caller's address. */
  TRUSTED_PROXIES: whole(0, 5).default(0),
  /** The folder of another PostgreSQL's programs than the embedded one's. */
  PG_BIN: path.optional(),
  /** Connections to the database for this process. */
  POOL_SIZE: whole(2, 100).default(16),
  /** Memory for pages that are shown as they were made, in MiB; 0 makes every page anew. */
  PAGE_CACHE_MB: whole(0, 65_536).default(64),
  /** Whether a first start loads the demonstration academy. Default: not in production, for its passwords are known. */
  DEMO: z.stringbool({ error: 'it has to be true or false' }).optional(),
  /** Largest upload in MiB. */
  UPLOAD_LIMIT_MB: whole(1, 1_000_000).default(4096),
  /** The ffmpeg that makes qualities, pictures and sound of recordings; `none` for none. Default: the one in the path. */
  FFMPEG_PATH: path.optional(),
  /** The address of an S3-compatible store for files, without the bucket; together with the other S3 settings. */
  S3_ENDPOINT: z
    .url(isStore)
    .refine((address) => isWithoutPath(address) && !address.includes('@'), {
      error: 'it has to be an address without a path and without a password',
    })
    .optional(),
  /** The region that requests are signed for. */
  S3_REGION: z.string().default('us-east-1'),
  /** A bucket of the house's own. */
  S3_BUCKET: z
    .stringFormat('bucket', /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
      error: 'it has to be the name of a bucket: 3 to 63 small letters, digits, dots and hyphens',
    })
    .optional(),
  /** The key that may list, read, write and delete in the bucket. */
  S3_ACCESS_KEY_ID: z.string().optional(),
  /** Its secret. */
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  /** Whether the bucket stands in the path of an address, not before its host: so with MinIO and the like. */
  S3_PATH_STYLE: z.stringbool({ error: 'it has to be true or false' }).default(false),
  /** The mail server that takes letters; smtp:// goes on with STARTTLS. Together with MAIL_FROM. */
  SMTP_URL: z
    .url(isMailServer)
    .refine(isWithoutPath, { error: 'it has to be an address without a path' })
    .optional(),
  /** From whom letters come: an address that the mail server lets us use, with or without a name. */
  MAIL_FROM: z
    .string()
    .refine(isSender, {
      error: 'it has to look like no-reply@academy.example or Academy <no-reply@academy.example>',
    })
    .optional(),
  /** A web hook that takes short messages to phones. Together with SMS_SECRET. */
  SMS_URL: z.url(isHook).optional(),
  /** Signs what goes to SMS_URL. */
  SMS_SECRET: z
    .string()
    .min(16, { error: 'it has to be a secret of at least 16 characters' })
    .optional(),
  /** A ClamAV daemon that looks through what creators upload. */
  CLAMD_URL: z.url(isScanner).optional(),
  /**
   * Hosts with ports, separated by commas, from which files may be fetched although they are not of the public internet:
   * `feeds.intranet.example:80,10.0.0.7:8080`. Whoever imports may then reach them.
   */
  FETCH_ALSO: z
    .string()
    .regex(/^[^\s,:/]+:\d{1,5}(?:,[^\s,:/]+:\d{1,5})*$/, {
      error: 'it has to be hosts with ports, separated by commas, such as 10.0.0.7:8080',
    })
    .optional(),
  /** Requests a minute that one address may make to log in, register or ask for codes. */
  AUTH_RATE_LIMIT: whole(1, 1_000_000).default(30),
});

const secrets = new Set([
  'DATABASE_URL',
  'S3_ACCESS_KEY_ID',
  'S3_SECRET_ACCESS_KEY',
  'SMS_SECRET',
  'SMS_URL',
  'SMTP_URL',
]);

const withPassword = /:\/\/[^/]*@/;

/** Settings that mean nothing without one another. */
const together: readonly (readonly [what: string, names: readonly string[]])[] = [
  [
    'files are kept in a store',
    ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
  ],
  ['letters are sent', ['SMTP_URL', 'MAIL_FROM']],
  ['short messages are sent', ['SMS_URL', 'SMS_SECRET']],
];

/** A mail server, and from whom letters come. */
export interface SmtpSettings {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly isSecure: boolean;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: { readonly name: string; readonly address: string };
}

/** A web hook for short messages, and the secret that signs them. */
export interface SmsSettings {
  readonly url: string;
  readonly secret: string;
}

/** An S3-compatible store, and the key to one bucket of it. */
export interface S3Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly isPathStyle: boolean;
}

export interface Settings {
  readonly port: number;
  readonly host: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly mode: 'development' | 'production' | 'test';
  readonly role: 'all' | 'web' | 'worker';
  readonly trustedProxies: number;
  readonly poolSize: number;
  readonly pageCacheMiB: number;
  readonly demo: boolean;
  readonly pgBin: string | undefined;
  readonly uploadLimitBytes: number;
  readonly ffmpegPath: string | undefined;
  /** A ClamAV daemon. */
  readonly clamdUrl: string | undefined;
  readonly authRateLimit: number;
  /** Hosts with ports that may be fetched from although they are not public. */
  readonly fetchAlso: readonly string[];
  /** Where files are kept; in the data folder when absent. */
  readonly s3: S3Settings | undefined;
  /** By whom letters are sent. */
  readonly smtp: SmtpSettings | undefined;
  /** By whom short messages are sent. */
  readonly sms: SmsSettings | undefined;
}

/** Settings that cannot be used, one plain sentence each. */
export class SettingsRefused extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsRefused';
    this.problems = problems;
  }
}

/** Reads all settings, or tells everything that is wrong with them at once. @throws SettingsRefused */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name in shape.shape && value !== ''),
  );
  const parsed = shape.safeParse(given);
  const wrong = (parsed.error?.issues ?? []).map(({ path: [name], message }) => {
    const typed = given[String(name)] ?? '';
    const value = secrets.has(String(name)) || withPassword.test(typed) ? '…' : typed;
    return `${String(name)}=${value} cannot be used: ${message}.`;
  });
  const problems = [...wrong, ...missingIn(given)];
  if (!parsed.success || problems.length > 0) throw new SettingsRefused(problems);

  const it = parsed.data;
  const publicUrl = (it.PUBLIC_URL ?? `http://localhost:${it.PORT}`).replace(/\/+$/, '');
  return {
    port: it.PORT,
    host: it.HOST,
    dataDir: resolve(it.DATA_DIR),
    databaseUrl: it.DATABASE_URL,
    publicUrl,
    mode: it.MODE,
    role: it.ROLE,
    trustedProxies: it.TRUSTED_PROXIES,
    poolSize: it.POOL_SIZE,
    pageCacheMiB: it.PAGE_CACHE_MB,
    demo: it.DEMO ?? it.MODE !== 'production',
    pgBin: it.PG_BIN,
    uploadLimitBytes: it.UPLOAD_LIMIT_MB * 1024 * 1024,
    ffmpegPath: it.FFMPEG_PATH,
    clamdUrl: it.CLAMD_URL,
    authRateLimit: it.AUTH_RATE_LIMIT,
    fetchAlso: it.FETCH_ALSO?.split(',') ?? [],
    s3: s3Of(it),
    smtp: smtpOf(it),
    sms: it.SMS_URL === undefined ? undefined : { url: it.SMS_URL, secret: it.SMS_SECRET! },
  };
}

/** What is missing beside what is given. */
function missingIn(given: Readonly<Record<string, unknown>>): string[] {
  return together.flatMap(([what, names]) => {
    const there = names.filter((name) => name in given);
    if (there.length === 0) return [];
    const missing = names.filter((name) => !there.includes(name));
    return missing.map((name) => `${name} is missing: ${what} only with ${names.join(', ')}.`);
  });
}

function smtpOf({ SMTP_URL, MAIL_FROM = '' }: z.infer<typeof shape>): SmtpSettings | undefined {
  if (SMTP_URL === undefined) return undefined;
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL);
  const [, name = '', address = ''] = sender.exec(MAIL_FROM) ?? [];
  const isSecure = protocol === 'smtps:';
  return {
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: port === '' ? (isSecure ? 465 : 587) : Number(port),
    isSecure,
    user: username === '' ? undefined : decodeURIComponent(username),
    password: password === '' ? undefined : decodeURIComponent(password),
    from: { name: name.trim(), address },
  };
}

function s3Of(it: z.infer<typeof shape>): S3Settings | undefined {
  if (it.S3_ENDPOINT === undefined) return undefined;
  return {
    endpoint: it.S3_ENDPOINT.replace(/\/+$/, ''),
    region: it.S3_REGION,
    bucket: it.S3_BUCKET!,
    accessKeyId: it.S3_ACCESS_KEY_ID!,
    secretAccessKey: it.S3_SECRET_ACCESS_KEY!,
    isPathStyle: it.S3_PATH_STYLE,
  };
}
