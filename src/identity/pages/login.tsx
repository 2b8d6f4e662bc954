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
import { mayAskWho, mayEnter } from '../policy.ts';
import { CodeAnswer, CodeRequest, PasswordLogin } from '../schema.ts';
import { requestCode, whereSent } from '../service/code.ts';
import { findPuzzle } from '../service/guard.ts';
import { logInByCode, logInByPassword } from '../service/log-in.ts';
import { deviceOf, displacedBy, logOut } from '../service/session.ts';
import { wordsIn } from '../words/pages.ts';
import {
  AddressField,
  challengeIsland,
  ClosedNote,
  DisplacedNote,
  CodeField,
  entryView,
  faultsOf,
  goIn,
  goOn,
  nextField,
  openWays,
  pathWith,
  PuzzleField,
  SentNote,
  ticketField,
} from './parts.tsx';

const how = z.enum(['password', 'email', 'phone']).catch('password');
type How = z.infer<typeof how>;

interface LoginState {
  readonly how: How;
  readonly next: string | undefined;
  readonly problem?: FormProblem;
  /** How many devices there may be, when this one was one too many. */
  readonly displacedBy?: number | undefined;
}

async function loginView(ctx: Ctx, state: LoginState): Promise<View> {
  const { next } = state;
  const t = wordsIn(ctx.locale);
  const puzzle = await findPuzzle(ctx);
  const open = openWays(ctx);
  const how = open.find((way) => way === state.how) ?? 'password';
  const missing = state.how === how || state.how === 'password' ? undefined : state.how;
  const tab = (way: How) => ({
    href: pathWith(ctx, '/login', { how: way === 'password' ? undefined : way, next }),
    current: way === how,
  });
  const tabs = [
    { ...tab('password'), label: t('byPassword') },
    ...open.map((way) => ({ ...tab(way), label: t(way === 'email' ? 'byEmail' : 'byPhone') })),
  ];
  const body = (
    <>
      <DisplacedNote ctx={ctx} most={state.displacedBy} />
      <ClosedNote ctx={ctx} how={missing} />
      {open.length > 0 && <Tabs label={t('waysIn')} items={tabs} />}
      {how === 'password' ? (
        <PasswordForm ctx={ctx} state={state} puzzle={<PuzzleField ctx={ctx} puzzle={puzzle} />} />
      ) : (
        <CodeForm
          ctx={ctx}
          state={{ ...state, how }}
          puzzle={<PuzzleField ctx={ctx} puzzle={puzzle} />}
        />
      )}
      {open.length > 0 && (
        <>
          <p className="divider">{t('newHere')}</p>
          <LinkButton href={pathWith(ctx, '/register', { next })} wide>
            {t('register')}
          </LinkButton>
        </>
      )}
    </>
  );
  return entryView(t('login'), body, puzzle ? [challengeIsland] : []);
}

interface LoginFormProps<Way extends How> {
  readonly ctx: Ctx;
  readonly state: LoginState & { readonly how: Way };
  readonly puzzle: React.ReactNode;
}

function PasswordForm({
  ctx,
  state,
  puzzle,
}: Omit<LoginFormProps<How>, 'state'> & { readonly state: LoginState }) {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const faults = faultsOf(state.problem);
  return (
    <>
      <Form
        locale={locale}
        action={localePath(locale, '/login')}
        errors={faults.errors}
        hidden={{ next: state.next ?? '' }}
      >
        <InputField
          locale={locale}
          name="address"
          label={t('address')}
          autoComplete="username"
          maxLength={300}
          value={faults.value('address')}
          error={faults.text('address')}
        />
        <InputField
          locale={locale}
          name="password"
          type="password"
          label={t('password')}
          autoComplete="current-password"
        />
        {puzzle}
        <Button variant="primary" wide>
          {t('login')}
        </Button>
      </Form>
      {openWays(ctx).length > 0 && (
        <p>
          <a href={localePath(locale, '/reset')}>{t('forgot')}</a>
        </p>
      )}
    </>
  );
}

function CodeForm({ ctx, state, puzzle }: LoginFormProps<'email' | 'phone'>) {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const faults = faultsOf(state.problem);
  const hidden = { next: state.next ?? '', how: state.how };
  return (
    <Form
      locale={locale}
      action={localePath(locale, '/login/codes')}
      errors={faults.errors}
      hidden={hidden}
    >
      <AddressField ctx={ctx} how={state.how} faults={faults} />
      <p className="field-hint">{t('codeNote')}</p>
      {puzzle}
      <Button variant="primary" wide>
        {t('sendCode')}
      </Button>
    </Form>
  );
}

interface TicketState {
  readonly ticket: string;
  readonly next: string | undefined;
  readonly problem?: FormProblem;
}

async function codeView(ctx: Ctx, { ticket, next, problem }: TicketState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const faults = faultsOf(problem);
  const sentTo = await whereSent(ctx, 'login', ticket);
  const how = sentTo.includes('@') ? 'email' : 'phone';
  const body = (
    <>
      <SentNote ctx={ctx} sentTo={sentTo} />
      <Form
        locale={ctx.locale}
        action={localePath(ctx.locale, '/login/code')}
        errors={faults.errors}
        hidden={{ ticket, next: next ?? '' }}
      >
        <CodeField ctx={ctx} faults={faults} />
        <Button variant="primary" wide>
          {t('login')}
        </Button>
      </Form>
      <p>
        <a href={pathWith(ctx, '/login', { how, next })}>{t('again')}</a>
      </p>
    </>
  );
  return entryView(t('enterCode'), body);
}

const LoginForm = PasswordLogin.extend({ next: nextField });
const SendForm = CodeRequest.omit({ purpose: true }).extend({ next: nextField, how });
const CodeEntry = CodeAnswer.extend({ next: nextField });

/** Log in by password or code, and log out. */
export const loginPages: readonly Route[] = [
  pageRoute({
    path: '/login',
    may: mayEnter,
    query: z.object({ how, next: nextField.catch(undefined) }),
    run: async (ctx, { query, http }) =>
      ctx.actor.kind === 'user'
        ? goOn(ctx, query.next)
        : loginView(ctx, { ...query, next: query.next, displacedBy: await displacedBy(ctx, http) }),
  }),
  formRoute({
    path: '/login',
    may: mayEnter,
    body: LoginForm,
    run: async (ctx, { body, http }) =>
      goIn(ctx, http, await logInByPassword(ctx, body, deviceOf(ctx, http)), body.next),
    again: (ctx, _input, problem) =>
      loginView(ctx, { how: 'password', next: problem.values['next'], problem }),
  }),
  formRoute({
    path: '/login/codes',
    may: mayEnter,
    body: SendForm,
    run: async (ctx, { body, http }) => {
      const { ticket } = await requestCode(ctx, { ...body, purpose: 'login' }, deviceOf(ctx, http));
      return redirectTo(pathWith(ctx, '/login/code', { ticket, next: body.next }));
    },
    again: (ctx, _input, problem) => {
      const way = problem.values['how'] === 'phone' ? 'phone' : 'email';
      return loginView(ctx, { how: way, next: problem.values['next'], problem });
    },
  }),
  pageRoute({
    path: '/login/code',
    may: mayEnter,
    query: z.object({ ticket: ticketField, next: nextField.catch(undefined) }),
    run: async (ctx, { query: { ticket, next } }) =>
      ticket
        ? codeView(ctx, { ticket, next })
        : redirectTo(pathWith(ctx, '/login', { how: 'email', next })),
  }),
  formRoute({
    path: '/login/code',
    may: mayEnter,
    body: CodeEntry,
    run: async (ctx, { body, http }) => goIn(ctx, http, await logInByCode(ctx, body), body.next),
    again: (ctx, _input, problem) => {
      const { ticket = '', next } = problem.values;
      return codeView(ctx, { ticket, next, problem });
    },
  }),
  formRoute({
    path: '/logout',
    may: mayAskWho,
    run: async (ctx, { http }) => {
      await logOut(ctx, http);
      return redirectTo(localePath(ctx.locale, '/'));
    },
  }),
];
