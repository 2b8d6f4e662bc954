import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Tabs } from '#ui/tabs.tsx';
import { mayEnter } from '../policy.ts';
import { CodeRequest, PasswordReset, Registration } from '../schema.ts';
import { requestCode, whereSent } from '../service/code.ts';
import { findPuzzle } from '../service/guard.ts';
import { register, resetPassword } from '../service/register.ts';
import { deviceOf } from '../service/session.ts';
import { wordsIn } from '../words/pages.ts';
import {
  AddressField,
  challengeIsland,
  ClosedNote,
  CodeField,
  entryView,
  faultsOf,
  goIn,
  goOn,
  NewPasswordField,
  nextField,
  openWays,
  pathWith,
  PuzzleField,
  SentNote,
  ticketField,
  type Reaching,
} from './parts.tsx';

const how = z.enum(['email', 'phone']).catch('email');

interface AskState {
  readonly how: Reaching;
  readonly next: string | undefined;
  readonly problem?: FormProblem;
}

/** The form that asks for a code to an address; `path` is where it posts to. */
async function askForm(
  ctx: Ctx,
  path: string,
  { how: wanted, next, problem }: AskState,
): Promise<[ReactNode, string[]]> {
  const t = wordsIn(ctx.locale);
  const open = openWays(ctx);
  const how = open.find((way) => way === wanted) ?? open[0];
  if (!how) return [<ClosedNote key="closed" ctx={ctx} how={undefined} />, []];
  const faults = faultsOf(problem);
  const puzzle = await findPuzzle(ctx);
  const tab = (way: Reaching) => ({
    href: pathWith(ctx, path, { how: way === 'email' ? undefined : way, next }),
    label: t(way),
    current: way === how,
  });
  const form = (
    <>
      {how !== wanted && problem && <ClosedNote ctx={ctx} how={wanted} />}
      {open.length > 1 && <Tabs label={t('wayToReach')} items={open.map(tab)} />}
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, path)}
        errors={faults.errors}
        hidden={{ how, next: next ?? '' }}
      >
        <AddressField ctx={ctx} how={how} faults={faults} />
        <PuzzleField ctx={ctx} puzzle={puzzle} />
        <Button variant="primary" wide>
          {t('sendCode')}
        </Button>
      </Form>
    </>
  );
  return [form, puzzle ? [challengeIsland] : []];
}

async function registerView(ctx: Ctx, state: AskState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const [form, islands] = await askForm(ctx, '/register', state);
  const body = (
    <>
      {openWays(ctx).length > 0 && <p>{t('registerLead')}</p>}
      {form}
      <p className="divider">{t('haveAccount')}</p>
      <LinkButton href={pathWith(ctx, '/login', { next: state.next })} wide>
        {t('login')}
      </LinkButton>
    </>
  );
  return entryView(t('register'), body, islands);
}

async function resetView(ctx: Ctx, state: AskState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const [form, islands] = await askForm(ctx, '/reset', state);
  const body = (
    <>
      {openWays(ctx).length > 0 && <p>{t('resetLead')}</p>}
      {form}
    </>
  );
  return entryView(t('reset'), body, islands);
}

interface TicketState {
  readonly ticket: string;
  readonly next: string | undefined;
  readonly problem?: FormProblem;
}

async function registerCodeView(ctx: Ctx, { ticket, next, problem }: TicketState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const faults = faultsOf(problem);
  const body = (
    <>
      <SentNote ctx={ctx} sentTo={await whereSent(ctx, 'register', ticket)} />
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, '/register/code')}
        errors={faults.errors}
        hidden={{ ticket, next: next ?? '' }}
      >
        <CodeField ctx={ctx} faults={faults} />
        <InputField
          locale={ctx.locale}
          name="name"
          label={t('name')}
          hint={t('nameHint')}
          autoComplete="nickname"
          maxLength={40}
          value={faults.value('name')}
          error={faults.text('name')}
        />
        <NewPasswordField
          ctx={ctx}
          faults={faults}
          name="password"
          label={t('choosePassword')}
          optional
        />
        <Button variant="primary" wide>
          {t('finish')}
        </Button>
      </Form>
      <p>
        <a href={pathWith(ctx, '/register', { next })}>{t('again')}</a>
      </p>
    </>
  );
  return entryView(t('register'), body);
}

async function resetCodeView(ctx: Ctx, { ticket, problem }: TicketState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const faults = faultsOf(problem);
  const body = (
    <>
      <SentNote ctx={ctx} sentTo={await whereSent(ctx, 'reset', ticket)} />
      <p>{t('changeNote')}</p>
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, '/reset/code')}
        errors={faults.errors}
        hidden={{ ticket }}
      >
        <CodeField ctx={ctx} faults={faults} />
        <NewPasswordField ctx={ctx} faults={faults} name="password" label={t('newPassword')} />
        <Button variant="primary" wide>
          {t('savePassword')}
        </Button>
      </Form>
      <p>
        <a href={localePath(ctx.locale, '/reset')}>{t('again')}</a>
      </p>
    </>
  );
  return entryView(t('reset'), body);
}

const AskBody = CodeRequest.omit({ purpose: true }).extend({ next: nextField, how });
const AskQuery = z.object({ how, next: nextField.catch(undefined) });
const TicketQuery = z.object({ ticket: ticketField, next: nextField.catch(undefined) });
const RegisterBody = Registration.extend({ next: nextField });

function askState(problem: FormProblem): AskState {
  const { how: way, next } = problem.values;
  return { how: way === 'phone' ? 'phone' : 'email', next, problem };
}

/** Register, or reset a password: first prove an address, then the rest. */
export const registerPages: readonly Route[] = [
  ...(['register', 'reset'] as const).flatMap((purpose) => {
    const view = purpose === 'register' ? registerView : resetView;
    const codeView = purpose === 'register' ? registerCodeView : resetCodeView;
    return [
      pageRoute({
        path: `/${purpose}`,
        may: mayEnter,
        query: AskQuery,
        run: async (ctx, { query }) =>
          purpose === 'register' && ctx.actor.kind === 'user'
            ? goOn(ctx, query.next)
            : view(ctx, { how: query.how, next: query.next }),
      }),
      formRoute({
        path: `/${purpose}`,
        may: mayEnter,
        body: AskBody,
        run: async (ctx, { body, http }) => {
          const { ticket } = await requestCode(ctx, { ...body, purpose }, deviceOf(ctx, http));
          return redirectTo(pathWith(ctx, `/${purpose}/code`, { ticket, next: body.next }));
        },
        again: (ctx, _input, problem) => view(ctx, askState(problem)),
      }),
      pageRoute({
        path: `/${purpose}/code`,
        may: mayEnter,
        query: TicketQuery,
        run: async (ctx, { query: { ticket, next } }) =>
          ticket
            ? codeView(ctx, { ticket, next })
            : redirectTo(pathWith(ctx, `/${purpose}`, { next })),
      }),
    ];
  }),
  formRoute({
    path: '/register/code',
    may: mayEnter,
    body: RegisterBody,
    run: async (ctx, { body, http }) => goIn(ctx, http, await register(ctx, body), body.next),
    again: (ctx, _input, problem) =>
      registerCodeView(ctx, {
        ticket: problem.values['ticket'] ?? '',
        next: problem.values['next'],
        problem,
      }),
  }),
  formRoute({
    path: '/reset/code',
    may: mayEnter,
    body: PasswordReset,
    run: async (ctx, { body, http }) =>
      goIn(ctx, http, await resetPassword(ctx, body), localePath(ctx.locale, '/account')),
    again: (ctx, _input, problem) =>
      resetCodeView(ctx, { ticket: problem.values['ticket'] ?? '', next: undefined, problem }),
  }),
];
