import type { ReactNode } from 'react';
import { z } from 'zod';
import type { RefundCase } from '#aftersale/types.ts';
import { localePath } from '#kernel/locale.ts';
import { askRefund } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import type { Ctx } from '#platform/ctx.ts';
import { formRoute, redirectTo, type FormProblem, type Route } from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { TextAreaField } from '#ui/field.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { openRefundCase, withdrawLastCase } from '../decide-refund.ts';
import { wordsIn } from '../words.ts';
import { refundView } from './refund.tsx';

/** What a buyer asks of the staff, and takes back. */
export const refundCaseRoutes: readonly Route[] = [
  formRoute({
    path: '/orders/:id/refund-case',
    may: askRefund,
    params: OrderId,
    body: z.object({ reason: z.string().trim().min(1).max(500) }),
    run: async (ctx, { params, body }) => {
      await openRefundCase(ctx, params.id, body);
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}`));
    },
    again: (ctx, { params }, problem) => refundView(ctx, params.id, undefined, problem),
  }),
  formRoute({
    path: '/orders/:id/refund-case/withdrawal',
    may: askRefund,
    params: OrderId,
    body: z.object({}),
    run: async (ctx, { params }) => {
      await withdrawLastCase(ctx, params.id);
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}`));
    },
    again: (ctx, { params }, problem) => refundView(ctx, params.id, undefined, problem),
  }),
];

/** Whether a case of an order waits for somebody. */
export function isWaiting(found: RefundCase | undefined): boolean {
  return found?.state === 'open' || found?.state === 'proposed';
}

interface Asked {
  readonly ctx: Ctx;
  readonly orderId: string;
}

/** How what a buyer asked for stands. */
export function CaseNotice({
  ctx,
  orderId,
  found,
}: Asked & { readonly found: RefundCase | undefined }): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  if (!found || found.openedBy !== found.buyerId) return null;
  const { state, answer } = found;
  if (state === 'refused')
    return (
      <Notice tone="warning" title={t('caseRefused')}>
        <p>{answer}</p>
      </Notice>
    );
  if (state === 'granted')
    return answer ? <Notice title={t('caseGranted')}>{answer}</Notice> : null;
  if (state === 'withdrawn') return null;
  return (
    <>
      <Notice title={t('caseOpen')}>
        <p>{t('caseOpenText')}</p>
      </Notice>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${orderId}/refund-case/withdrawal`)}
      >
        <Button variant="quiet">{t('caseWithdraw')}</Button>
      </Form>
    </>
  );
}

/** Asks the staff for what cannot be taken back directly. */
export function AskForm({
  ctx,
  orderId,
  problem,
}: Asked & { readonly problem: FormProblem | undefined }): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  return (
    <>
      <Notice title={t('askTitle')}>
        <p>{t('askText')}</p>
      </Notice>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${orderId}/refund-case`)}
        errors={problem ? [{ text: problem.message }] : []}
      >
        <TextAreaField
          locale={locale}
          name="reason"
          label={t('askReason')}
          hint={t('askReasonHint')}
          maxLength={500}
          rows={4}
          value={problem?.values['reason']}
        />
        <div className="cluster">
          <Button variant="primary">{t('askSend')}</Button>
          <LinkButton variant="quiet" href={localePath(locale, `/orders/${orderId}`)}>
            {t('toOrder')}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
