import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  show,
  type FormProblem,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { InputField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { mayRedeem, mayVisitRedeem } from '../policy.ts';
import { RedeemForm } from '../schema.ts';
import { redeemCode } from '../service.ts';
import type { Redeemed } from '../types.ts';
import { wordsIn } from '../words.ts';

interface State {
  readonly code?: string | undefined;
  readonly problem?: FormProblem;
}

function page(ctx: Ctx, body: ReactNode, status?: FormProblem['status']): View {
  const t = wordsIn(ctx.locale);
  return show({
    title: t('title'),
    canonical: '/redeem',
    ...(status ? { status } : {}),
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('title')}</h1>
        {body}
      </div>
    ),
  });
}

function formView(ctx: Ctx, { code, problem }: State): View {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const typed = problem?.values['code'] ?? code;
  const path = localePath(locale, '/redeem');
  const back = typed ? `${path}?code=${encodeURIComponent(typed)}` : path;
  const body = (
    <>
      <p>{t('lead')}</p>
      {ctx.actor.kind === 'user' ? (
        <Form
          locale={locale}
          action={path}
          {...(problem ? { errors: [{ field: 'code', text: problem.message }] } : {})}
        >
          <InputField
            locale={locale}
            name="code"
            label={t('code')}
            hint={t('hint')}
            autoComplete="off"
            maxLength={60}
            value={typed}
            error={problem?.message}
          />
          <Button variant="primary" wide>
            {t('redeem')}
          </Button>
        </Form>
      ) : (
        <LinkButton
          href={`${localePath(locale, '/login')}?next=${encodeURIComponent(back)}`}
          variant="primary"
          wide
        >
          {t('signIn')}
        </LinkButton>
      )}
    </>
  );
  return page(ctx, body, problem?.status);
}

function doneView(ctx: Ctx, { kind, subject, slug, endsAt }: Redeemed): View {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const end = endsAt ? t('until', { at: formatInstant(endsAt) }) : t('forGood');
  const next =
    slug === null
      ? { href: '/account/membership', label: t('membership') }
      : { href: `/learn/${encodeURIComponent(slug)}`, label: t('learn') };
  return page(
    ctx,
    <>
      <Notice tone="success" live>
        {t(kind === 'work' ? 'gotWork' : 'gotTier', { subject }) + end}
      </Notice>
      <LinkButton href={localePath(locale, next.href)} variant="primary" wide>
        {next.label}
      </LinkButton>
      <p>
        <a href={localePath(locale, '/redeem')}>{t('another')}</a>
      </p>
    </>,
  );
}

/** Where codes are redeemed; a link may bring the code along. */
export const redemptionPages: readonly Route[] = [
  pageRoute({
    path: '/redeem',
    may: mayVisitRedeem,
    query: z.object({ code: z.string().max(60).optional().catch(undefined) }),
    run: async (ctx, { query }) => formView(ctx, { code: query.code }),
  }),
  formRoute({
    path: '/redeem',
    may: mayRedeem,
    body: RedeemForm,
    run: async (ctx, { body }) => doneView(ctx, await redeemCode(ctx, body.code)),
    again: async (ctx, _input, problem) => formView(ctx, { problem }),
  }),
];
