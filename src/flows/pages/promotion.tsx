import { z } from 'zod';
import { promote } from '#affiliate/policy.ts';
import { askToPromote, getOwnPromotion, listCustomers } from '#affiliate/service.ts';
import { wordsIn } from '#affiliate/words.ts';
import { localePath } from '#kernel/locale.ts';
import { askOwnPayout } from '#payout/policy.ts';
import { getShareBalance, listOwnPayouts, listShares } from '#payout/service/read.ts';
import { readAmount, requestPayout } from '#payout/service/request.ts';
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
import { Customers, Payouts, Shares } from './promotion-lists.tsx';
import { Balance, Joining, Links, PayoutForm, Standing } from './promotion-parts.tsx';

const path = '/account/promotion';

const Query = z.object({
  /** The page of which a link is wanted. */
  page: z.string().max(500).optional().catch(undefined),
  orders: z.string().max(500).optional(),
  customers: z.string().max(500).optional(),
  done: z.literal('payout').optional().catch(undefined),
});
type Query = z.infer<typeof Query>;

const Join = z.object({
  note: z.string().trim().max(500).default(''),
  agreed: z.literal('yes').optional(),
});

const Payout = z.object({
  amount: z.string().trim().max(20),
  payee: z.string().trim().min(1).max(64),
});

/** A promoter's own page: links, figures, what was earned, and the way to be paid; or the way to become one. */
export const promotionRoutes: readonly Route[] = [
  pageRoute({
    path,
    may: promote,
    query: Query,
    run: (ctx, { query }) => promotionView(ctx, query),
  }),
  formRoute({
    path,
    may: promote,
    body: Join,
    run: async (ctx, { body }) => {
      await askToPromote(ctx, { note: body.note, isAgreed: body.agreed === 'yes' });
      return redirectTo(localePath(ctx.locale, path));
    },
    again: (ctx, _, problem) => promotionView(ctx, {}, { join: problem }),
  }),
  formRoute({
    path: `${path}/payout`,
    may: askOwnPayout,
    body: Payout,
    run: async (ctx, { body }) => {
      const amount = readAmount(body.amount);
      await requestPayout(ctx, { amount, payee: body.payee }, 'promoter');
      return redirectTo(localePath(ctx.locale, `${path}?done=payout`));
    },
    again: (ctx, _, problem) => promotionView(ctx, {}, { payout: problem }),
  }),
];

interface Problems {
  readonly join?: FormProblem;
  readonly payout?: FormProblem;
}

async function promotionView(ctx: Ctx, query: Query, problems: Problems = {}): Promise<View> {
  const { locale } = ctx;
  const t = wordsIn(locale);
  const own = await getOwnPromotion(ctx);
  const isKnown = own.code !== null;
  const status = (problems.join ?? problems.payout)?.status;
  return show({
    title: t('title'),
    isHidden: true,
    canonical: path,
    ...(status ? { status } : {}),
    body: (
      <div className="wrap page-body stack">
        <h1>{t('title')}</h1>
        {query.done && (
          <Notice tone="success" live>
            {t('asked')}
          </Notice>
        )}
        <Standing locale={locale} own={own} />
        {own.state === 'active' && (
          <Links
            locale={locale}
            code={own.code!}
            publicUrl={ctx.ports.settings.publicUrl}
            wanted={query.page}
          />
        )}
        {isKnown ? (
          await earned(ctx, query, problems.payout)
        ) : (
          <Joining locale={locale} own={own} problem={problems.join} />
        )}
        <p>
          <a href={localePath(locale, '/account')}>{t('backToAccount')}</a>
        </p>
      </div>
    ),
  });
}

async function earned(ctx: Ctx, query: Query, problem: FormProblem | undefined) {
  const { locale } = ctx;
  const page = { filter: {}, limit: 20 };
  const [balance, shares, customers, payouts] = await Promise.all([
    getShareBalance(ctx),
    listShares(ctx, { ...page, cursor: query.orders }),
    listCustomers(ctx, { ...page, cursor: query.customers }),
    listOwnPayouts(ctx, { ...page, limit: 5, cursor: undefined }),
  ]);
  const here = localePath(locale, path);
  return (
    <>
      <Balance locale={locale} balance={balance} />
      <PayoutForm locale={locale} balance={balance} problem={problem} action={`${here}/payout`} />
      <Payouts locale={locale} items={payouts.items} />
      <Shares locale={locale} page={shares} isFirst={!query.orders} here={here} />
      <Customers locale={locale} page={customers} isFirst={!query.customers} here={here} />
    </>
  );
}
