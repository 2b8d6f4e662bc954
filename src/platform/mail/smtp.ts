import { createTransport } from 'nodemailer';
import { second } from '#kernel/time.ts';
import type { SmtpSettings } from '../config.ts';
import { NotNow } from '../mail.ts';
import { letterHtml } from './letter-html.ts';
import type { Carried, Carrier, Outgoing } from './post-office.ts';

export interface SmtpOptions {
  /** How this house names itself to other servers. */
  readonly hostName: string;
  /** Certificates to trust besides those of the system. */
  readonly ca?: string;
  /** How long one step of the conversation may take (20 s), and how long all of it (a minute). */
  readonly stepMs?: number;
  readonly limitMs?: number;
}

/**
 * Letters by SMTP, each over a connection of its own. The server's certificate is verified; without TLS only a server on
 * this very machine is spoken to.
 */
export function openSmtp(settings: SmtpSettings, options: SmtpOptions): Carrier {
  const { host, port, isSecure, user, password, from } = settings;
  const { hostName, ca, stepMs = 20 * second, limitMs = 60 * second } = options;
  const isHere = /^(?:localhost|127(?:\.\d+){3}|::1)$/.test(host);
  const transport = createTransport({
    host,
    port,
    name: hostName,
    secure: isSecure,
    requireTLS: !isSecure && !isHere,
    ignoreTLS: !isSecure && isHere,
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' }, forceAuth: true }),
    tls: { minVersion: 'TLSv1.2', ...(ca ? { ca } : {}) },
    dnsTimeout: stepMs,
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    carry: async (letter) => {
      try {
        await transport.sendMail({
          ...contentOf(letter, from.address),
          from,
          signal: AbortSignal.timeout(limitMs),
        });
        return 'taken';
      } catch (error) {
        return judge(error as SmtpError);
      }
    },
  };
}

function contentOf(letter: Outgoing, sender: string) {
  return {
    to: { name: '', address: letter.address },
    subject: letter.subject,
    text: `${letter.body}\n`,
    html: letterHtml(letter),
    // The same at every try, so that a letter that arrives twice is known as one.
    messageId: `<${letter.id}@${sender.split('@').at(-1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
}

/** Of the letter itself; anything else that is refused is about us, and may be mended. */
const ofTheLetter = new Set(['EENVELOPE', 'EMESSAGE']);

/**
 * 4xx and silence: later. 5xx about the letter or its reader: never.
 *
 * @throws NotNow
 */
function judge({ code = '', responseCode = 0, response = '' }: SmtpError): Carried {
  // Servers repeat the address in what they say: only the numbers are kept.
  const [, enhanced] = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  const said = [responseCode || code, enhanced].filter(Boolean).join(' ');
  if (ofTheLetter.has(code) && responseCode >= 500) return { refused: said };
  throw new NotNow(`the mail server does not take letters just now: ${[code, said].join(' ')}`);
}
