import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { after, day, formatInstant } from '#kernel/time.ts';
import { saySpan, sayPlan } from '#membership/words.ts';
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
import { maySubscribeTo } from '#subscription/policy.ts';
import { findTrial, getPlan } from '#subscription/service.ts';
import type { SubscribedPlan } from '#subscription/types.ts';
import { wordsIn } from '#subscription/words.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { CheckField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { Sum } from '#ui/sum.tsx';
import { subscribe } from '../change-subscription.ts';
import { yuan } from './parts.tsx';

const path = '/subscribe/:planId';
const params = z.object({ planId: z.uuid() });

/** What a subscription costs and when, the leave to charge for it, and the way to sign. */
export const subscribeRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: maySubscribeTo,
    params,
    run: (ctx, { params: { planId } }) => subscribeView(ctx, planId),
  }),
  formRoute({
    path,
    may: maySubscribeTo,
    params,
    // The leave is given by a box that nobody has ticked before.
    body: z.object({ consent: z.literal('yes') }),
    run: async (ctx, { params: { planId } }) => redirectTo(await subscribe(ctx, planId)),
    again: (ctx, { params: { planId } }, problem) => subscribeView(ctx, planId, problem),
  }),
];

async function subscribeView(ctx: Ctx, planId: string, problem?: FormProblem): Promise<View> {
  const plan = await getPlan(ctx.db, planId);
  const trialDays = await findTrial(ctx, plan);
  return show({
    title: wordsIn(ctx.locale)('subscribe'),
    isHidden: true,
    body: <SubscribePage {...{ ctx, plan, trialDays, problem }} />,
  });
}

interface Props {
  readonly ctx: Ctx;
  readonly plan: SubscribedPlan;
  /** What is free for the one who looks. */
  readonly trialDays: number;
  readonly problem: FormProblem | undefined;
}

function SubscribePage({ ctx, plan, trialDays, problem }: Props): ReactNode {
  const { locale, now } = ctx;
  const t = wordsIn(locale);
  const term = saySpan(plan, locale);
  const price = yuan(plan.price);
  const at = formatInstant(after(now, trialDays * day));
  const name = sayPlan(locale === 'en' ? plan.tierEn : plan.tierZh, plan, locale);
  const free = { id: 'free', label: t('firstFree', { n: String(trialDays) }), amount: yuan(0) };
  const paid = { id: 'plan', label: name, amount: price };
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb
        locale={locale}
        items={[{ label: t('tiers'), href: localePath(locale, '/membership') }]}
      />
      <h1>{t('subscribe')}</h1>
      <Sum
        framed
        lines={trialDays > 0 ? [paid, free] : [paid]}
        total={{ label: t('today'), amount: trialDays > 0 ? yuan(0) : price }}
      />
      {plan.trialDays > trialDays && <Notice>{t('trialOnce')}</Notice>}
      <p>{t('terms', { term })}</p>
      <Form
        locale={locale}
        action={localePath(locale, `/subscribe/${plan.planId}`)}
        errors={problem ? [{ text: problem.message }] : []}
      >
        <CheckField
          locale={locale}
          type="checkbox"
          name="consent"
          id="consent"
          value="yes"
          label={t(trialDays > 0 ? 'consent' : 'consentNow', { at, price, term })}
        />
        <div className="cluster">
          <Button variant="primary">{t('goSign')}</Button>
          <LinkButton href={localePath(locale, `/checkout/${plan.planId}`)}>{t('once')}</LinkButton>
        </div>
      </Form>
    </div>
  );
}
