import type { DetailedHTMLProps, HTMLAttributes, ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import type { Puzzle } from '#platform/challenge.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  redirectTo,
  show,
  type FormProblem,
  type Http,
  type Redirect,
  type View,
} from '#platform/http/route.ts';
import { InputField } from '#ui/field.tsx';
import type { FormError } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { safeNext } from '../rules/next.ts';
import { carrySession } from '../service/session.ts';
import type { OpenedSession } from '../types.ts';
import { wordsIn } from '../words/pages.ts';

declare module 'react' {
  // oxlint-disable-next-line typescript/no-namespace -- React's own way to declare elements.
  namespace JSX {
    interface IntrinsicElements {
      'proof-of-work': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}

/** The island that solves puzzles. */
export const challengeIsland = 'challenge';

/** How codes reach people. */
export type Reaching = 'email' | 'phone';

const channelOf = { email: 'email', phone: 'sms' } as const;

/** By which of e-mail and phone this house reaches people. */
export function openWays({ ports }: Ctx): readonly Reaching[] {
  return (['email', 'phone'] as const).filter(
    (how) => ports.messenger.ways[channelOf[how]] !== 'none',
  );
}

/** Says that a way by code is not there, or that none is. */
export function ClosedNote({
  ctx,
  how,
}: {
  readonly ctx: Ctx;
  readonly how: Reaching | undefined;
}): ReactNode {
  const t = wordsIn(ctx.locale);
  if (openWays(ctx).length === 0) return <Notice>{t('noCodes')}</Notice>;
  return how && <Notice>{t(how === 'email' ? 'emailClosed' : 'phoneClosed')}</Notice>;
}

/** Says why a device was signed out by itself. */
export function DisplacedNote({
  ctx,
  most,
}: {
  readonly ctx: Ctx;
  readonly most: number | undefined;
}): ReactNode {
  if (most === undefined) return null;
  return <Notice>{wordsIn(ctx.locale)('displaced').replace('{n}', String(most))}</Notice>;
}

/** Where to go on, as a query or a form carries it. */
export const nextField = z.string().max(2_000).optional();

/** A ticket of a code in the query; a broken one is none. */
export const ticketField = z.uuid().optional().catch(undefined);

/** A narrow page with one heading. */
export function entryView(title: string, body: ReactNode, islands: readonly string[] = []): View {
  return show({
    title,
    isHidden: true,
    islands,
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{title}</h1>
        {body}
      </div>
    ),
  });
}

/** Signs the browser in and goes on to where the person wanted to be. */
export function goIn(
  ctx: Ctx,
  http: Http,
  opened: OpenedSession,
  next: string | undefined,
): Redirect {
  carrySession(ctx, http, opened);
  return goOn(ctx, next);
}

/** On to `next` when it is a path of ours, else home. */
export function goOn(ctx: Ctx, next: string | undefined): Redirect {
  return redirectTo(safeNext(next, localePath(ctx.locale, '/')));
}

/** A path of ours in the reader's language with its query. */
export function pathWith(
  ctx: Ctx,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  );
  const search = new URLSearchParams(given).toString();
  return localePath(ctx.locale, path) + (search ? `?${search}` : '');
}

/** The fields to which refusals belong, by how their codes begin. */
const places: readonly (readonly [string, string])[] = [
  ['identity.code_', 'code'],
  ['identity.address_', 'address'],
  ['identity.name_', 'name'],
  ['identity.wrong_present_password', 'currentPassword'],
];

/** What was wrong with a form: a list for its head, and the text for each field. */
export interface Faults {
  readonly errors: readonly FormError[];
  text(field: string): string | undefined;
  value(field: string): string | undefined;
}

/** Sorts a problem to the fields of a form; `passwordField` is where a new password stands. */
export function faultsOf(problem: FormProblem | undefined, passwordField = 'password'): Faults {
  if (!problem) return { errors: [], text: () => undefined, value: () => undefined };
  const own = placeOf(problem.code, passwordField);
  const fields: Readonly<Record<string, string>> = own
    ? { [own]: problem.message }
    : problem.fields;
  const listed = Object.entries(fields).map(([field, text]) => ({ field, text }));
  return {
    errors: listed.length > 0 ? listed : [{ text: problem.message }],
    text: (field) => fields[field],
    value: (field) => problem.values[field],
  };
}

function placeOf(code: string, passwordField: string): string | undefined {
  if (code.startsWith('identity.password_too')) return passwordField;
  return places.find(([beginning]) => code.startsWith(beginning))?.[1];
}

/** The work that a caller with many tries has to do; nothing for others. */
export function PuzzleField({
  ctx,
  puzzle,
}: {
  readonly ctx: Ctx;
  readonly puzzle: Puzzle | undefined;
}): ReactNode {
  if (!puzzle) return null;
  const t = wordsIn(ctx.locale);
  return (
    <proof-of-work data-puzzle={puzzle.puzzle} data-bits={puzzle.bits} data-solved={t('solved')}>
      <input type="hidden" name="challenge" />
      <output className="field-hint">{t('solving')}</output>
    </proof-of-work>
  );
}

interface AddressProps {
  readonly ctx: Ctx;
  readonly how: Reaching;
  readonly faults: Faults;
  readonly label?: string;
}

/** An e-mail address or a phone number, each with the keyboard and the memory of its own. */
export function AddressField({ ctx, how, faults, label }: AddressProps): ReactNode {
  const t = wordsIn(ctx.locale);
  const kind =
    how === 'email'
      ? ({ type: 'email', autoComplete: 'email', inputMode: 'email' } as const)
      : ({ type: 'tel', autoComplete: 'tel', inputMode: 'tel', hint: t('phoneHint') } as const);
  return (
    <InputField
      {...kind}
      locale={ctx.locale}
      name="address"
      label={label ?? t(how)}
      value={faults.value('address')}
      error={faults.text('address')}
    />
  );
}

/** Six digits that a phone offers to fill in. */
export function CodeField({
  ctx,
  faults,
}: {
  readonly ctx: Ctx;
  readonly faults: Faults;
}): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <InputField
      locale={ctx.locale}
      name="code"
      label={t('code')}
      hint={t('codeHint')}
      autoComplete="one-time-code"
      inputMode="numeric"
      maxLength={12}
      error={faults.text('code')}
    />
  );
}

interface NewPasswordProps {
  readonly ctx: Ctx;
  readonly faults: Faults;
  readonly name: 'password' | 'newPassword';
  readonly label: string;
  readonly optional?: boolean;
}

/** A password to be chosen; managers may fill it in and pasting is welcome. */
export function NewPasswordField({
  ctx,
  faults,
  name,
  label,
  optional,
}: NewPasswordProps): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <InputField
      locale={ctx.locale}
      name={name}
      type="password"
      label={label}
      hint={t(optional ? 'passwordLater' : 'passwordHint')}
      autoComplete="new-password"
      maxLength={500}
      optional={optional}
      error={faults.text(name)}
    />
  );
}

/** Says where a code went, and in development where to read it. */
export function SentNote({
  ctx,
  sentTo,
}: {
  readonly ctx: Ctx;
  readonly sentTo: string;
}): ReactNode {
  const t = wordsIn(ctx.locale);
  const { settings, messenger } = ctx.ports;
  const isKept = messenger.ways[sentTo.includes('@') ? 'email' : 'sms'] === 'kept';
  return (
    <>
      <p>
        {t('sentTo')} <strong>{sentTo}</strong>
        {ctx.locale === 'zh' ? '。' : '. '}
        {t('codeLife')}
      </p>
      {settings.mode === 'development' && isKept && (
        <p>
          <a href="/dev/outbox">{t('devOutbox')}</a>
        </p>
      )}
    </>
  );
}
