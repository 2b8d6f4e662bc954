import type { ReactNode } from 'react';
import { z } from 'zod';
import { findCaseOf } from '#aftersale/service.ts';
import type { RefundCase } from '#aftersale/types.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { askRefund } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import { MeantLines, type RefundPreview } from '#payment/schema.ts';
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
import { Sum } from '#ui/sum.tsx';
import { previewRefund } from '../preview-refund.ts';
import { requestRefund } from '../refund-order.ts';
import { wordsIn } from '../words.ts';
import { AskForm, CaseNotice, isWaiting } from './refund-case.tsx';
import { yuan } from './parts.tsx';

const path = '/orders/:id/refund';

/** What a refund means, of all that was bought or of one line, and the second step that asks for it. */
export const refundRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: askRefund,
    params: OrderId,
    query: MeantLines,
    run: (ctx, { params, query }) => refundView(ctx, params.id, query.line),
  }),
  formRoute({
    path,
    may: askRefund,
    params: OrderId,
    body: z.object({
      reason: z.string().trim().max(200).default(''),
      expected: z.coerce.number().int().min(0).optional(),
      ...MeantLines.shape,
    }),
    run: async (ctx, { params, body: { line, ...asked } }) => {
      await requestRefund(ctx, params.id, { ...asked, ...(line ? { lineIds: [line] } : {}) });
      return redirectTo(localePath(ctx.locale, `/orders/${params.id}?from=cashier`));
    },
    again: (ctx, { params }, problem) => {
      const { data } = MeantLines.safeParse(problem.values);
      return refundView(ctx, params.id, data?.line, problem);
    },
  }),
];

/** What of an order, or of one of its lines, goes back; or the way to ask for it. */
export async function refundView(
  ctx: Ctx,
  orderId: string,
  line: string | undefined,
  problem?: FormProblem,
): Promise<View> {
  const preview = await previewRefund(ctx, orderId, line ? [line] : undefined);
  const found = preview.askable > 0 ? undefined : await findCaseOf(ctx, orderId);
  return show({
    title: wordsIn(ctx.locale)('refundTitle'),
    isHidden: true,
    body: <RefundPage {...{ ctx, orderId, line, preview, problem, found }} />,
  });
}

interface RefundProps {
  readonly ctx: Ctx;
  readonly orderId: string;
  /** The line that is meant alone. */
  readonly line: string | undefined;
  readonly preview: RefundPreview;
  readonly problem: FormProblem | undefined;
}

function RefundPage({
  ctx,
  orderId,
  line,
  preview,
  problem,
  found,
}: RefundProps & { readonly found: RefundCase | undefined }): ReactNode {
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
        <RefundForm {...{ ctx, orderId, line, preview, problem }} />
      ) : preview.refundable > 0 && preview.until !== null && !isWaiting(found) ? (
        <AskForm {...{ ctx, orderId, problem }} />
      ) : isWaiting(found) ? (
        <CaseNotice {...{ ctx, orderId, found }} />
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

type PreviewedLine = RefundPreview['lines'][number];

/** The lines for which money goes back. */
const goingBack = ({ lines }: RefundPreview) => lines.filter(({ askable }) => askable > 0);
/** What the buyer can no longer use; of a membership also how the amount comes about. */
function sayLoss(preview: RefundPreview, locale: Locale): string {
  const t = wordsIn(locale);
  // What waits for its team has no days to ask for a refund, and nobody learns by it.
  if (preview.until === null) return t('leaveLoses');
  const lines = goingBack(preview);
  const [{ share, paid, title }] = lines as [PreviewedLine];
  const counted = share && { left: String(share.left), whole: String(share.whole) };
  if (share?.of === 'days') return t('refundLosesMember', { ...counted, total: yuan(paid) });
  if (lines.length === 1) return t('refundLoses', { title });
  const titles = lines.map((line) => line.title).join(locale === 'zh' ? '、' : ', ');
  return t('refundLosesSeveral', { titles });
}

/** How the amount for a line comes about where lessons were done. */
function Sums({
  line: { share, parts, paid: total, title },
  locale,
  isNamed,
}: {
  readonly line: PreviewedLine;
  readonly locale: Locale;
  readonly isNamed: boolean;
}): ReactNode {
  const t = wordsIn(locale);
  if (share?.of !== 'lessons' || share.left === share.whole) return null;
  const said = ({ left, whole, paid }: { left: number; whole: number; paid: number }) =>
    t('refundSum', { left: String(left), whole: String(whole), total: yuan(paid) });
  const name = isNamed ? `${title}: ` : '';
  if (parts.length === 0)
    return (
      <p>
        {name}
        {said({ ...share, paid: total })}
      </p>
    );
  return (
    <>
      <p>
        {name}
        {t('refundParts', { total: yuan(total) })}
      </p>
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

/** What goes back for each of several lines. */
function EachLine({
  preview,
  locale,
}: {
  readonly preview: RefundPreview;
  readonly locale: Locale;
}): ReactNode {
  const t = wordsIn(locale);
  const lines = goingBack(preview);
  if (lines.length < 2) return null;
  return (
    <Sum
      framed
      lines={lines.map(({ id, title, askable }) => ({ id, label: title, amount: yuan(askable) }))}
      total={{ label: t('refundInAll'), amount: yuan(preview.askable) }}
    />
  );
}

function RefundForm({ ctx, orderId, line, preview, problem }: RefundProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const amount = yuan(preview.askable);
  const lines = goingBack(preview);
  return (
    <>
      <EachLine preview={preview} locale={locale} />
      <Notice tone="warning" title={t('refundGets', { amount })}>
        {lines.map((one) => (
          <Sums key={one.id} line={one} locale={locale} isNamed={lines.length > 1} />
        ))}
        <p>{sayLoss(preview, locale)}</p>
        <p>{t('refundWhen')}</p>
      </Notice>
      <Form
        locale={locale}
        action={localePath(locale, `/orders/${orderId}/refund`)}
        hidden={{ expected: String(preview.askable), ...(line ? { line } : {}) }}
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
            {t(lines[0]?.share?.of === 'days' ? 'keepMember' : 'keep')}
          </LinkButton>
        </div>
      </Form>
    </>
  );
}
