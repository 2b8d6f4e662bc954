import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { Button } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { Table } from '#ui/table.tsx';
import { mayUseAccount } from '../policy.ts';
import { AddressRequest, CodeAnswer, PasswordChange, type SessionItem } from '../schema.ts';
import {
  changeAddress,
  changePassword,
  getOwnAccount,
  requestAddress,
} from '../service/account.ts';
import { whereSent } from '../service/code.ts';
import { findPuzzle } from '../service/guard.ts';
import { carrySession, endOtherSessions, endSession, listSessions } from '../service/session.ts';
import { wordsIn } from '../words/pages.ts';
import {
  AddressField,
  challengeIsland,
  ClosedNote,
  CodeField,
  entryView,
  faultsOf,
  NewPasswordField,
  openWays,
  pathWith,
  PuzzleField,
  SentNote,
  ticketField,
  type Reaching,
} from './parts.tsx';

function PresentPassword({
  ctx,
  error,
}: {
  readonly ctx: Ctx;
  readonly error: string | undefined;
}) {
  return (
    <InputField
      locale={ctx.locale}
      name="currentPassword"
      type="password"
      label={wordsIn(ctx.locale)('presentPassword')}
      autoComplete="current-password"
      error={error}
    />
  );
}

function passwordView(ctx: Ctx, problem?: FormProblem): View {
  const t = wordsIn(ctx.locale);
  const faults = faultsOf(problem, 'newPassword');
  const body = (
    <>
      <p>{t('changeNote')}</p>
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, '/account/password')}
        errors={faults.errors}
      >
        <PresentPassword ctx={ctx} error={faults.text('currentPassword')} />
        <NewPasswordField ctx={ctx} faults={faults} name="newPassword" label={t('newPassword')} />
        <Button variant="primary" wide>
          {t('savePassword')}
        </Button>
      </Form>
    </>
  );
  return entryView(t('changePassword'), body);
}

async function addressView(ctx: Ctx, how: Reaching, problem?: FormProblem): Promise<View> {
  const t = wordsIn(ctx.locale);
  const title = t(how === 'email' ? 'changeEmail' : 'changePhone');
  if (!openWays(ctx).includes(how)) return entryView(title, <ClosedNote ctx={ctx} how={how} />);
  const faults = faultsOf(problem);
  const [puzzle, { hasPassword }] = await Promise.all([findPuzzle(ctx), getOwnAccount(ctx)]);
  const body = (
    <Form
      locale={ctx.locale}
      action={localePath(ctx.locale, '/account/address')}
      errors={faults.errors}
      hidden={{ how }}
    >
      <AddressField
        ctx={ctx}
        how={how}
        faults={faults}
        label={t(how === 'email' ? 'newEmail' : 'newPhone')}
      />
      {hasPassword && <PresentPassword ctx={ctx} error={faults.text('currentPassword')} />}
      <PuzzleField ctx={ctx} puzzle={puzzle} />
      <Button variant="primary" wide>
        {t('sendCode')}
      </Button>
    </Form>
  );
  return entryView(title, body, puzzle ? [challengeIsland] : []);
}

async function addressCodeView(ctx: Ctx, ticket: string, problem?: FormProblem): Promise<View> {
  const t = wordsIn(ctx.locale);
  const faults = faultsOf(problem);
  const body = (
    <>
      <SentNote ctx={ctx} sentTo={await whereSent(ctx, 'bind', ticket)} />
      <p>{t('changeNote')}</p>
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, '/account/address/code')}
        errors={faults.errors}
        hidden={{ ticket }}
      >
        <CodeField ctx={ctx} faults={faults} />
        <Button variant="primary" wide>
          {t('confirm')}
        </Button>
      </Form>
    </>
  );
  return entryView(t('enterCode'), body);
}

async function sessionsView(ctx: Ctx, hasEnded: boolean): Promise<View> {
  const t = wordsIn(ctx.locale);
  const sessions = await listSessions(ctx);
  const body = (
    <div className="wrap page-body stack">
      <h1>{t('devices')}</h1>
      <p>{t('devicesLead')}</p>
      {hasEnded && (
        <Notice tone="success" live>
          {t('sessionsEnded')}
        </Notice>
      )}
      {sessionTable(ctx, sessions)}
      {sessions.length > 1 && (
        <form method="post" action={localePath(ctx.locale, '/account/sessions')}>
          <Button name="id" value="others">
            {t('signOutOthers')}
          </Button>
        </form>
      )}
    </div>
  );
  return show({ title: t('devices'), isHidden: true, body });
}

function sessionTable(ctx: Ctx, sessions: readonly SessionItem[]): ReactNode {
  const t = wordsIn(ctx.locale);
  const nameOf = ({ device }: SessionItem) => device || t('unknownDevice');
  return (
    <Table
      caption={t('devices')}
      captionHidden
      rows={sessions}
      rowKey={({ id }) => id}
      columns={[
        { label: t('device'), cell: nameOf },
        { label: t('place'), cell: ({ ip }) => ip },
        {
          label: t('seen'),
          cell: ({ seenAt }) => <time dateTime={seenAt}>{formatInstant(new Date(seenAt))}</time>,
        },
        {
          label: t('actions'),
          cell: (session) =>
            session.isCurrent ? (
              <Badge>{t('thisDevice')}</Badge>
            ) : (
              <form method="post" action={localePath(ctx.locale, '/account/sessions')}>
                <Button size="small" name="id" value={session.id}>
                  {t('signOut')}
                  <span className="visually-hidden"> {nameOf(session)}</span>
                </Button>
              </form>
            ),
        },
      ]}
    />
  );
}

const how = z.enum(['email', 'phone']).catch('email');
const AddressBody = AddressRequest.extend({ how });
const EndBody = z.object({ id: z.union([z.literal('others'), z.uuid()]) });

/** Changing what one signs in with, and the list of devices. */
export const safetyPages: readonly Route[] = [
  pageRoute({
    path: '/account/password',
    may: mayUseAccount,
    run: async (ctx) => passwordView(ctx),
  }),
  formRoute({
    path: '/account/password',
    may: mayUseAccount,
    body: PasswordChange,
    run: async (ctx, { body, http }) => {
      carrySession(ctx, http, await changePassword(ctx, body));
      return redirectTo(pathWith(ctx, '/account', { done: 'passwordSaved' }));
    },
    again: async (ctx, _input, problem) => passwordView(ctx, problem),
  }),
  pageRoute({
    path: '/account/address',
    may: mayUseAccount,
    query: z.object({ how }),
    run: (ctx, { query }) => addressView(ctx, query.how),
  }),
  formRoute({
    path: '/account/address',
    may: mayUseAccount,
    body: AddressBody,
    run: async (ctx, { body }) => {
      const { ticket } = await requestAddress(ctx, body);
      return redirectTo(pathWith(ctx, '/account/address/code', { ticket }));
    },
    again: (ctx, _input, problem) => addressView(ctx, how.parse(problem.values['how']), problem),
  }),
  pageRoute({
    path: '/account/address/code',
    may: mayUseAccount,
    query: z.object({ ticket: ticketField }),
    run: async (ctx, { query: { ticket } }) =>
      ticket ? addressCodeView(ctx, ticket) : redirectTo(localePath(ctx.locale, '/account')),
  }),
  formRoute({
    path: '/account/address/code',
    may: mayUseAccount,
    body: CodeAnswer,
    run: async (ctx, { body, http }) => {
      carrySession(ctx, http, await changeAddress(ctx, body));
      return redirectTo(pathWith(ctx, '/account', { done: 'addressSaved' }));
    },
    again: (ctx, _input, problem) => addressCodeView(ctx, problem.values['ticket'] ?? '', problem),
  }),
  pageRoute({
    path: '/account/sessions',
    may: mayUseAccount,
    query: z.object({ done: z.literal('ended').optional().catch(undefined) }),
    run: (ctx, { query }) => sessionsView(ctx, query.done === 'ended'),
  }),
  formRoute({
    path: '/account/sessions',
    may: mayUseAccount,
    body: EndBody,
    run: async (ctx, { body }) => {
      if (body.id === 'others') await endOtherSessions(ctx);
      else await endSession(ctx, body.id);
      return redirectTo(pathWith(ctx, '/account/sessions', { done: 'ended' }));
    },
  }),
];
