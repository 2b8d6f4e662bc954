import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { askRefund } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import type { RefundPreview } from '#payment/schema.ts';
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
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { Button, LinkButton } from '#ui/button.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { previewRefund } from '../preview-refund.ts';
import { requestRefund } from '../refund-order.ts';
import { wordsIn } from '../words.ts';
import { yuan } from './parts.tsx';

const path = '/orders/:id/refund';

/** What a refund means, and the second step that asks for it. */
export const refundRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: askRefund,
    params: OrderId,
    run: (ctx, { params }) => refundView(ctx, params.id),
  }),
  formRoute({
    path,
    may: askRefund,
    params: OrderId,
    body: z.object({
      reason: z.string().trim().max(200).default(''),
      expected: z.coerce.number().int().min(0).optional(),
    }),
    run: async (ctx, { params, body }) => {
      await requestRefund(ctx, params.id, body);
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}?from=cashier`));
    },
    again: (ctx, { params }, problem) => refundView(ctx, params.id, problem),
  }),
];

async function refundView(ctx: Ctx, orderId: string, problem?: FormProblem): Promise<View> {
  const preview = await previewRefund(ctx, orderId);
  return show({
    title: wordsIn(ctx.locale)('refundTitle'),
    isHidden: true,
    body: <RefundPage {...{ ctx, orderId, preview, problem }} />,
  });
}

interface RefundProps {
  readonly ctx: Ctx;
  readonly orderId: string;
  readonly preview: RefundPreview;
  readonly problem: FormProblem | undefined;
}

function RefundPage({ ctx, orderId, preview, problem }: RefundProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const back = localePath(locale, `/orders/${orderId}`);
  return (
    <div className="wrap-narrow page-body stack">
      <Breadcrumb
        locale={locale}
        items={[{ label: t('orders'), href: localePath(locale, '/orders') }]}
      />
      <h1>{t('refundTitle')}</h1>
      {preview.askable > 0 ? (
        <RefundForm {...{ ctx, orderId, preview, problem }} />
      ) : (
        <>
          <Notice tone="warning">{problem?.message ?? t('notAskable')}</Notice>
          <div className="cluster">
            <LinkButton href={back}>{t('back')}</LinkButton>
          </div>
        </>
      )}
    </div>
  );
}

/** What the buyer can no longer use; of a membership also how the amount comes about. */
function sayLoss({ loses, share, total, until }: RefundPreview, locale: Locale): string {
  const t = wordsIn(locale);
  // What waits for its team has no days to ask for a refund, and nobody learns by it.
  if (until === null) return t('leaveLoses');
  const counted = share && { left: String(share.left), whole: String(share.whole) };
  if (share?.of === 'days') return t('refundLosesMember', { ...counted, total: yuan(total) });
  return t('refundLoses', { title: loses.title });
}

/** How the amount comes about where lessons were done. */
function Sums({
  preview: { share, parts, total },
  locale,
}: {
  readonly preview: RefundPreview;
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  if (share?.of !== 'lessons' || share.left === share.whole) return null;
  const said = ({ left, whole, paid }: { left: number; whole: number; paid: number }) =>
    t('refundSum', { left: String(left), whole: String(whole), total: yuan(paid) });
  if (parts.length === 0) return <p>{said({ ...share, paid: total })}</p>;
  return (
    <>
      <p>{t('refundParts', { total: yuan(total) })}</p>
      <ul>
        {parts.map((part) => (
          <li key={part.title}>
            {part.title}: {said(part)}
          </li>
        ))}
      </ul>
    </>
  );
}

function RefundForm({ ctx, orderId, preview, problem }: RefundProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const amount = yuan(preview.askable);
  return (
    <>
      <Notice tone="warning" title={t('refundGets', { amount })}>
        <Sums preview={preview} locale={locale} />
        <p>{sayLoss(preview, locale)}</p>
        <p>{t('refundWhen')}</p>
      </Notice>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${orderId}/refund`)}
        hidden={{ expected: String(preview.askable) }}
        errors={problem ? [{ text: problem.message }] : []}
      >
        <TextAreaField
          locale={locale}
          name="reason"
          label={t('reason')}
          hint={t('reasonHint')}
          maxLength={200}
          rows={3}
          optional
          value={problem?.values['reason']}
        />
        <div className="cluster">
          <Button variant="danger">{t('confirm', { amount })}</Button>
          <LinkButton variant="quiet" href={localePath(locale, `/orders/${orderId}`)}>
            {t(preview.share?.of === 'days' ? 'keepMember' : 'keep')}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
