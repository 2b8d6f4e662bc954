import { findEnd } from '#entitlement/service/term.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Ctx } from '#platform/ctx.ts';
import { show, type View } from '#platform/http/route.ts';
import { Breadcrumb } from '#ui/breadcrumb.tsx';
import { LinkButton } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { Price } from '#ui/price.tsx';
import type { Classroom } from '../service.ts';
import { say, words } from '../words.ts';
import { titleOf } from './language.tsx';
import { paths } from './parts.tsx';

/** To somebody whose own days of a work are over: that they are, what was kept, and how to go on; undefined for everybody else. */
export async function endedView(
  ctx: Ctx,
  { work, progress }: Classroom,
): Promise<View | undefined> {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : undefined;
  const endedAt = userId && (await findEnd(ctx, userId, { id: work.id }));
  if (!endedAt || endedAt > ctx.now) return undefined;
  const { locale } = ctx;
  const title = titleOf(locale, work);
  const done = [...progress.values()].filter(({ completedAt }) => completedAt).length;
  const isSold = work.state === 'published' && work.price !== null;
  return show({
    title,
    isHidden: true,
    body: (
      <div className="wrap-narrow page-body stack">
        <Breadcrumb
          locale={locale}
          items={[{ label: words.myLearning[locale], href: paths.shelf(locale) }, { label: title }]}
        />
        <h1>{title}</h1>
        <Notice tone="warning" title={say(words.ended, locale, { at: formatInstant(endedAt) })}>
          <p>{say(words[isSold ? 'endedText' : 'endedGone'], locale, { done: String(done) })}</p>
          {isSold && (
            <div className="cluster">
              <Price locale={locale} amount={work.price ?? 0} />
              <LinkButton href={paths.course(locale, work.slug)} variant="primary">
                {words.buyAgain[locale]}
              </LinkButton>
            </div>
          )}
        </Notice>
      </div>
    ),
  });
}
