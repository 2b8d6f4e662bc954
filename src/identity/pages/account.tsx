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
import { Button } from '#ui/button.tsx';
import { InputField, SelectField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { mayUseAccount } from '../policy.ts';
import { ProfileChange } from '../schema.ts';
import { changeProfile, getOwnAccount } from '../service/account.ts';
import { wordsIn, type PageWord } from '../words/pages.ts';
import { entryView, faultsOf, openWays, pathWith } from './parts.tsx';

const done = z.enum(['saved', 'passwordSaved', 'addressSaved']).optional().catch(undefined);

interface AccountState {
  readonly done?: z.infer<typeof done>;
  readonly problem?: FormProblem;
}

async function accountView(ctx: Ctx, { done: what, problem }: AccountState): Promise<View> {
  const t = wordsIn(ctx.locale);
  const account = await getOwnAccount(ctx);
  const faults = faultsOf(problem);
  const body = (
    <>
      {what && (
        <Notice tone="success" live>
          {t(what)}
        </Notice>
      )}
      <h2>{t('profile')}</h2>
      <Form locale={ctx.locale} action={localePath(ctx.locale, '/account')} errors={faults.errors}>
        <InputField
          locale={ctx.locale}
          name="name"
          label={t('name')}
          hint={t('nameHint')}
          autoComplete="nickname"
          maxLength={40}
          value={faults.value('name') ?? account.name}
          error={faults.text('name')}
        />
        <SelectField
          locale={ctx.locale}
          name="locale"
          label={t('language')}
          value={faults.value('locale') ?? account.locale}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
        <Button variant="primary">{t('save')}</Button>
      </Form>
      <h2>{t('safety')}</h2>
      {waysIn(ctx, account)}
      <form method="post" action={localePath(ctx.locale, '/logout')}>
        <Button>{t('logOut')}</Button>
      </form>
    </>
  );
  return entryView(t('account'), body);
}

type OwnAccount = Awaited<ReturnType<typeof getOwnAccount>>;

interface Way {
  readonly word: PageWord;
  readonly value: string;
  /** Where it is changed; absent when it cannot be. */
  readonly href: string | undefined;
  readonly action: string;
}

/** How one signs in, and where to change each. */
function waysIn(ctx: Ctx, account: OwnAccount): ReactNode {
  const t = wordsIn(ctx.locale);
  const way = (word: 'email' | 'phone', value: string | null): Way => ({
    word,
    value: value ?? t('unset'),
    href: openWays(ctx).includes(word)
      ? pathWith(ctx, '/account/address', { how: word })
      : undefined,
    action: t(value === null ? 'add' : 'change'),
  });
  const password: Way = {
    word: 'password',
    value: t(account.hasPassword ? 'isSet' : 'unset'),
    href: localePath(ctx.locale, account.hasPassword ? '/account/password' : '/reset'),
    action: t(account.hasPassword ? 'change' : 'add'),
  };
  const at = (word: PageWord, href: string): Way => ({
    word,
    value: '',
    href: localePath(ctx.locale, href),
    action: t('look'),
  });
  const ways = [
    way('email', account.email),
    way('phone', account.phone),
    password,
    at('devices', '/account/sessions'),
    at('podcast', '/account/feeds'),
    at('membership', '/account/membership'),
    at('growth', '/account/growth'),
    at('points', '/points'),
  ];
  return (
    <ul className="stack-tight">
      {ways.map(({ word, value, href, action }) => (
        <li key={word} className="cluster cluster-apart">
          <span>
            {t(word)}
            {value && ` · ${value}`}
          </span>
          {href && (
            <a href={href} aria-label={`${action}${ctx.locale === 'zh' ? '' : ' '}${t(word)}`}>
              {action}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

/** One's own account at a glance. */
export const accountPages: readonly Route[] = [
  pageRoute({
    path: '/account',
    may: mayUseAccount,
    query: z.object({ done }),
    run: (ctx, { query }) => accountView(ctx, query.done ? { done: query.done } : {}),
  }),
  formRoute({
    path: '/account',
    may: mayUseAccount,
    body: ProfileChange,
    run: async (ctx, { body }) => {
      await changeProfile(ctx, body);
      const locale = body.locale ?? ctx.locale;
      return redirectTo(pathWith({ ...ctx, locale }, '/account', { done: 'saved' }));
    },
    again: (ctx, _input, problem) => accountView(ctx, { problem }),
  }),
];
