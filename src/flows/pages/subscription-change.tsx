import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
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
import { maySubscribe } from '#subscription/policy.ts';
import { getOwn, getPlan, listOffered } from '#subscription/service.ts';
import type { SubscribedPlan, Subscription } from '#subscription/types.ts';
import { wordsIn } from '#subscription/words.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import {
  cancelSubscription,
  changePlan,
  previewChange,
  type ChangeView,
} from '../change-subscription.ts';
import { yuan } from './parts.tsx';
import { nameOf, page, SubscriptionId } from './subscription.tsx';

const cancelPath = `${page}/:id/cancel`;
const planPath = `${page}/:id/plan`;

/** Leaving, with what could be done instead beside it; and another plan, with what it means before it is taken. */
export const subscriptionChangeRoutes: readonly Route[] = [
  pageRoute({
    path: cancelPath,
    may: maySubscribe,
    params: SubscriptionId,
    run: (ctx, { params }) => cancelView(ctx, params.id),
  }),
  formRoute({
    path: cancelPath,
    may: maySubscribe,
    params: SubscriptionId,
    body: z.object({ reason: z.string().trim().max(200).default('') }),
    run: async (ctx, { params, body }) => {
      await cancelSubscription(ctx, params.id, body.reason);
      return redirectTo(localePath(ctx.locale, page));
    },
    again: (ctx, { params }, problem) => cancelView(ctx, params.id, problem),
  }),
  pageRoute({
    path: planPath,
    may: maySubscribe,
    params: SubscriptionId,
    run: (ctx, { params }) => planView(ctx, params.id),
  }),
  formRoute({
    path: planPath,
    may: maySubscribe,
    params: SubscriptionId,
    body: z.object({ planId: z.uuid(), total: z.coerce.number().int().min(0) }),
    run: async (ctx, { params, body }) => {
      await changePlan(ctx, params.id, body);
      return redirectTo(localePath(ctx.locale, page));
    },
    again: (ctx, { params }, problem) => planView(ctx, params.id, problem),
  }),
];

async function cancelView(ctx: Ctx, id: string, problem?: FormProblem): Promise<View> {
  const one = await getOwn(ctx, id);
  const plan = await getPlan(ctx.db, one.planId);
  return show({
    title: wordsIn(ctx.locale)('cancel'),
    isHidden: true,
    body: <CancelPage locale={ctx.locale} {...{ one, plan, problem }} />,
  });
}

interface CancelProps {
  readonly locale: Locale;
  readonly one: Subscription;
  readonly plan: SubscribedPlan;
  readonly problem: FormProblem | undefined;
}

function CancelPage({ locale, one, plan, problem }: CancelProps): ReactNode {
  const t = wordsIn(locale);
  const until = one.periodEndsAt ?? one.freeUntil;
  const text = until ? t('cancelText', { until: formatInstant(until) }) : t('cancelNow');
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb locale={locale} items={[{ label: t('mine'), href: localePath(locale, page) }]} />
      <h1>{t('cancel')}</h1>
      <Notice>{text}</Notice>
      <Form
        locale={locale}
        action={localePath(locale, `${page}/${one.id}/cancel`)}
        errors={problem ? [{ text: problem.message }] : []}
      >
        <TextAreaField
          locale={locale}
          name="reason"
          label={t('reason')}
          maxLength={200}
          rows={2}
          optional
        />
        <Button variant="primary">{t('confirmCancel')}</Button>
      </Form>
      <Instead {...{ locale, one, plan }} />
      <p>
        <a href={localePath(locale, page)}>{t('back')}</a>
      </p>
    </div>
  );
}

/** What could be done instead, each with what it means; leaving stands above them. */
function Instead({ locale, one, plan }: Omit<CancelProps, 'problem'>): ReactNode {
  const t = wordsIn(locale);
  const percent = `${plan.keepBps / 100}%`;
  const canPause = one.state === 'active';
  const canKeep = plan.keepBps > 0 && one.keepBps === 0;
  if (!canPause && !canKeep) return null;
  const form = (name: string, label: string) => (
    <Form locale={locale} action={localePath(locale, `${page}/${one.id}/${name}`)}>
      <Button>{label}</Button>
    </Form>
  );
  return (
    <section className="stack" aria-labelledby="or-else">
      <h2 id="or-else">{t('orElse')}</h2>
      {canPause && (
        <>
          <p>{t('pauseText')}</p>
          {form('pause', t('pause'))}
        </>
      )}
      {canKeep && (
        <>
          <p>{t('keepText', { percent })}</p>
          {form('keep', t('keep', { percent }))}
        </>
      )}
    </section>
  );
}

async function planView(ctx: Ctx, id: string, problem?: FormProblem): Promise<View> {
  const one = await getOwn(ctx, id);
  const offered = await listOffered(ctx);
  const others = offered.filter(({ planId }) => planId !== (one.nextPlanId ?? one.planId));
  const changes = await Promise.all(others.map(({ planId }) => previewChange(ctx, id, planId)));
  return show({
    title: wordsIn(ctx.locale)('change'),
    isHidden: true,
    body: <PlanPage locale={ctx.locale} {...{ id, changes, problem }} />,
  });
}

interface PlanProps {
  readonly locale: Locale;
  readonly id: string;
  readonly changes: readonly ChangeView[];
  readonly problem: FormProblem | undefined;
}

function PlanPage({ locale, id, changes, problem }: PlanProps): ReactNode {
  const t = wordsIn(locale);
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb locale={locale} items={[{ label: t('mine'), href: localePath(locale, page) }]} />
      <h1>{t('change')}</h1>
      {problem && <Notice tone="error">{problem.message}</Notice>}
      {changes.length === 0 && <Notice>{t('noOther')}</Notice>}
      {changes.map((change) => (
        <section
          key={change.plan.planId}
          className="panel stack"
          aria-label={nameOf(change.plan, locale)}
        >
          <h2>{nameOf(change.plan, locale)}</h2>
          <p>{sayChange(change, locale)}</p>
          <Form
            locale={locale}
            action={localePath(locale, `${page}/${id}/plan`)}
            hidden={{
              planId: change.plan.planId,
              total: String(change.when === 'now' ? change.total : 0),
            }}
          >
            <Button>{t('take', { plan: nameOf(change.plan, locale) })}</Button>
          </Form>
        </section>
      ))}
      <div className="cluster">
        <LinkButton href={localePath(locale, page)}>{t('back')}</LinkButton>
      </div>
    </div>
  );
}

function sayChange(change: ChangeView, locale: Locale): string {
  const t = wordsIn(locale);
  const price = yuan(change.plan.price);
  if (change.when === 'at_end') return t('atEnd', { price });
  return t('now', { price, credit: yuan(change.credit), total: yuan(change.total) });
}
