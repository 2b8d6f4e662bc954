import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
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
import { Notice } from '#ui/notice.tsx';
import { askFapiao, readFapiao } from '../policy.ts';
import { FapiaoWish, InvoiceId } from '../schema.ts';
import { getAsked, requestFapiao, withdrawFapiao, type Asked } from '../service/ask-fapiao.ts';
import { wordsIn } from '../words/pages.ts';
import { FapiaoForm } from './fapiao-form.tsx';
import { FapiaoStanding } from './fapiao-standing.tsx';
import { Frame } from './frame.tsx';

const path = '/orders/:id/fapiao';
const back = (ctx: Ctx, id: string) => redirectTo(localePath(ctx.locale, `/orders/${id}/fapiao`));

/** The fapiao of an order, from the wish to the red letter. */
export const fapiaoRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: readFapiao,
    params: InvoiceId,
    query: z.object({ title: z.uuid().optional().catch(undefined) }),
    run: (ctx, { params, query }) => fapiaoView(ctx, params.id, { titleId: query.title }),
  }),
  formRoute({
    path,
    may: askFapiao,
    params: InvoiceId,
    body: FapiaoWish,
    run: async (ctx, { params, body }) => {
      await requestFapiao(ctx, params.id, body);
      return back(ctx, params.id);
    },
    again: (ctx, { params }, problem) => fapiaoView(ctx, params.id, { problem }),
  }),
  formRoute({
    path: `${path}/withdrawal`,
    may: askFapiao,
    params: InvoiceId,
    run: async (ctx, { params }) => {
      await withdrawFapiao(ctx, params.id);
      return back(ctx, params.id);
    },
    again: (ctx, { params }, problem) => fapiaoView(ctx, params.id, { problem }),
  }),
];

interface Shown {
  readonly titleId?: string | undefined;
  readonly problem?: FormProblem;
}

async function fapiaoView(ctx: Ctx, orderId: string, shown: Shown): Promise<View> {
  const asked = await getAsked(ctx, orderId);
  const t = wordsIn(ctx.locale);
  return show({
    title: t('fapiaoTitle'),
    isHidden: true,
    body: (
      <Frame locale={ctx.locale} order={asked.order} title={t('fapiaoTitle')}>
        {asked.fapiao.map((fapiao) => (
          <FapiaoStanding key={fapiao.id} locale={ctx.locale} fapiao={fapiao} />
        ))}
        <Way ctx={ctx} asked={asked} shown={shown} />
      </Frame>
    ),
  });
}

const sentences = {
  'invoice.not_paid': 'notPaid',
  'invoice.nothing_left': 'nothingLeft',
  'fapiao.too_late': 'tooLate',
} as const;

/** What can be asked for, or why nothing can. */
function Way({ ctx, asked, shown }: { ctx: Ctx; asked: Asked; shown: Shown }): ReactNode {
  const { problem, fapiao } = asked;
  const t = wordsIn(ctx.locale);
  if (problem === 'fapiao.live')
    return (
      shown.problem && (
        <Notice tone="error" live>
          {shown.problem.message}
        </Notice>
      )
    );
  if (!problem) return <FapiaoForm {...{ ctx, asked, ...shown }} />;
  return fapiao.length > 0 ? null : <Notice tone="warning">{t(sentences[problem])}</Notice>;
}
