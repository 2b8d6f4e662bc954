import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import {
  formRoute,
  pageRoute,
  redirectTo,
  show,
  type Route,
  type View,
} from '#platform/http/route.ts';
import { Button } from '#ui/button.tsx';
import { CopyButton } from '#ui/copy-button.tsx';
import { Form } from '#ui/form.tsx';
import { Notice } from '#ui/notice.tsx';
import { mayHaveFeed } from '../policy.ts';
import { endFeed, getOwnFeed, makeFeed } from '../service.ts';
import type { OwnFeed } from '../types.ts';
import { wordsIn } from '../words.ts';

interface State {
  /** The address, right after it was made. */
  readonly address?: string;
  readonly isEnded?: boolean;
}

async function feedView(ctx: Ctx, { address, isEnded }: State): Promise<View> {
  const t = wordsIn(ctx.locale);
  const feed = await getOwnFeed(ctx);
  return show({
    title: t('title'),
    isHidden: true,
    canonical: '/account/feeds',
    body: (
      <div className="wrap-narrow page-body stack">
        <h1>{t('title')}</h1>
        {isEnded && (
          <Notice tone="success" live>
            {t('ended')}
          </Notice>
        )}
        <p>{t('lead')}</p>
        <Notice>{t('warning')}</Notice>
        {address && <Address ctx={ctx} address={address} />}
        {feed ? <Open ctx={ctx} feed={feed} /> : <None ctx={ctx} />}
        <p>
          <a href={localePath(ctx.locale, '/account')}>{t('backToAccount')}</a>
        </p>
      </div>
    ),
  });
}

/** The address, told this once. */
function Address({ ctx, address }: { readonly ctx: Ctx; readonly address: string }): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <div className="stack-tight">
      <Notice tone="success" live>
        {t('once')}
      </Notice>
      <label htmlFor="feed-address">{t('address')}</label>
      <input id="feed-address" className="input" readOnly value={address} />
      <CopyButton locale={ctx.locale} text={address} />
    </div>
  );
}

function None({ ctx }: { readonly ctx: Ctx }): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <div className="stack-tight">
      <p>{t('none')}</p>
      <Form locale={ctx.locale} action={localePath(ctx.locale, '/account/feeds')}>
        <Button variant="primary">{t('make')}</Button>
      </Form>
    </div>
  );
}

/** When it was made and fetched, and how it is renewed or ended; each asks once more. */
function Open({ ctx, feed }: { readonly ctx: Ctx; readonly feed: OwnFeed }): ReactNode {
  const t = wordsIn(ctx.locale);
  const fetched = feed.fetchedAt
    ? t('fetchedAt', { at: formatInstant(feed.fetchedAt) })
    : t('neverFetched');
  return (
    <div className="stack-tight">
      <p>
        {t('madeAt', { at: formatInstant(feed.madeAt) })} · {fetched}
      </p>
      <details>
        <summary className="button">{t('renew')}</summary>
        <p>{t('renewText')}</p>
        <Form locale={ctx.locale} action={localePath(ctx.locale, '/account/feeds')}>
          <Button>{t('renewNow')}</Button>
        </Form>
      </details>
      <details>
        <summary className="button">{t('end')}</summary>
        <p>{t('endText')}</p>
        <Form locale={ctx.locale} action={localePath(ctx.locale, '/account/feeds/ending')}>
          <Button variant="danger">{t('endNow')}</Button>
        </Form>
      </details>
    </div>
  );
}

/** One's own podcast address. */
export const feedPages: readonly Route[] = [
  pageRoute({
    path: '/account/feeds',
    may: mayHaveFeed,
    query: z.object({ done: z.enum(['ended']).optional().catch(undefined) }),
    run: (ctx, { query }) => feedView(ctx, { isEnded: query.done === 'ended' }),
  }),
  formRoute({
    path: '/account/feeds',
    may: mayHaveFeed,
    run: async (ctx) => feedView(ctx, { address: await makeFeed(ctx) }),
  }),
  formRoute({
    path: '/account/feeds/ending',
    may: mayHaveFeed,
    run: async (ctx) => {
      await endFeed(ctx);
      return redirectTo(`${localePath(ctx.locale, '/account/feeds')}?done=ended`);
    },
  }),
];
