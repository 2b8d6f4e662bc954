import type { ReactNode } from 'react';
import type { Stretch } from '#entitlement/types.ts';
import { sayDays, sayStretch } from '#entitlement/words.ts';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { Given } from '#membership/types.ts';
import type { LineRow, OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import { LinkButton } from '#ui/button.tsx';
import { Meta } from '#ui/meta.tsx';
import { Notice } from '#ui/notice.tsx';
import { wordsIn } from '../words.ts';
import { yuan } from './parts.tsx';

export interface Stood {
  readonly ctx: Ctx;
  readonly order: OrderRow;
}

/** For how long works are had that are sold for days: from when until when, or so many days before they were given. */
export function Terms({
  locale,
  order: { lines },
  terms,
}: {
  readonly locale: Locale;
  readonly order: OrderRow;
  readonly terms: ReadonlyMap<string, Stretch>;
}): ReactNode {
  const said = lines.flatMap(({ id, title, accessDays }) => {
    const term = terms.get(id);
    const items = term ? [sayStretch(term, locale)] : sayDays(accessDays, locale);
    return items.map((text) => ({ id, text: lines.length > 1 ? `${title} · ${text}` : text }));
  });
  return said.map(({ id, text }) => <Meta key={id} items={[text]} />);
}

/** A membership stands alone in its order. */
export const isPlan = ({ lines }: OrderRow) => lines[0]!.kind === 'plan';

/** Where what was bought is sold. */
export function placeOf({ lines }: OrderRow): string {
  const { workSlug } = lines[0]!;
  if (lines.length > 1) return '/courses';
  return workSlug ? `/courses/${workSlug}` : '/membership';
}

interface BoughtProps extends Stood {
  readonly askables: ReadonlyMap<string, number>;
  readonly given: Given | undefined;
  /** The lines whose right of use a refund ended. */
  readonly ended: ReadonlySet<string>;
  /** What its buyer asked of the staff is not decided. */
  readonly isAsked: boolean;
}

/** What a paid order gave, the way to it, and what can be asked back. */
export function Bought(props: BoughtProps): ReactNode {
  const { ctx, order, askables, given, isAsked } = props;
  const { locale } = ctx;
  const t = wordsIn(locale);
  const askable = [...askables.values()].reduce((sum, one) => sum + one, 0);
  const canAsk = !isAsked && order.refunded + order.refunding < order.total;
  return (
    <>
      <Notice tone="success">{t(thanks(order))}</Notice>
      {given?.endsAt && (
        <p>
          {t('memberFromTo', {
            from: formatInstant(given.startsAt),
            to: formatInstant(given.endsAt),
          })}
        </p>
      )}
      {order.lines.length > 1 && <Lines {...props} />}
      <div className="cluster">
        {order.lines.length === 1 && <Begin ctx={ctx} line={order.lines[0]!} />}
        {(askable > 0 || canAsk) && (
          <LinkButton variant="quiet" href={localePath(locale, `/orders/${order.id}/refund`)}>
            {t(refundWord(order, askable))}
          </LinkButton>
        )}
      </div>
      {askable > 0 && order.refundUntil && (
        <Meta items={[t('refundUntil', { until: formatInstant(order.refundUntil) })]} />
      )}
    </>
  );
}

function refundWord({ lines }: OrderRow, askable: number) {
  if (askable === 0) return 'askStaff';
  return lines.length > 1 ? 'refundAll' : 'refundTitle';
}

function thanks(order: OrderRow) {
  if (isPlan(order)) return 'thanksMember';
  return order.refunded + order.refunding > 0 ? 'thanksPartly' : 'thanks';
}

function Begin({ ctx: { locale }, line: { workSlug } }: { ctx: Ctx; line: LineRow }): ReactNode {
  return (
    <LinkButton
      variant="primary"
      href={localePath(locale, workSlug ? `/learn/${workSlug}` : '/account/membership')}
    >
      {wordsIn(locale)(workSlug ? 'learn' : 'toMembership')}
    </LinkButton>
  );
}

/** Each work of several, with what was paid for it, what went back, and the way to it. */
function Lines({ ctx: { locale }, order, askables, ended }: BoughtProps): ReactNode {
  const t = wordsIn(locale);
  return (
    <ul className="bought" aria-label={t('items')}>
      {order.lines.map((line) => {
        const { id, title, workSlug, creatorName } = line;
        return (
          <li key={id}>
            <strong>{title}</strong>
            <Meta items={[creatorName ?? '', ...moneyOf(line, locale)].filter(Boolean)} />
            <div className="cluster">
              {ended.has(id) ? (
                <a href={localePath(locale, `/courses/${workSlug}`)}>{t('toCourse')}</a>
              ) : (
                <a
                  href={localePath(locale, `/learn/${workSlug}`)}
                  aria-label={`${t('learn')} ${title}`}
                >
                  {t('learn')}
                </a>
              )}
              {(askables.get(id) ?? 0) > 0 && (
                <a
                  href={localePath(locale, `/orders/${order.id}/refund?line=${id}`)}
                  aria-label={`${t('refundTitle')} ${title}`}
                >
                  {t('refundTitle')}
                </a>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function moneyOf(
  { price, refunded, refunding }: LineRow,
  locale: Ctx['locale'],
): readonly string[] {
  const t = wordsIn(locale);
  return [
    `${t('lineTotal')} ${yuan(price)}`,
    ...(refunding > 0 ? [`${t('refunding')} ${yuan(refunding)}`] : []),
    ...(refunded > 0 ? [`${t('refunded')} ${yuan(refunded)}`] : []),
  ];
}

function goneText(order: OrderRow, wasHeld: boolean) {
  if (wasHeld) return 'teamReturnedText';
  if (isPlan(order)) return 'memberGone';
  return order.lines.length > 1 ? 'refundedAllText' : 'refundedText';
}

/** All of the money is back, or on its way: what that means, and a way on. */
export function Gone({ ctx, order, wasHeld }: Stood & { readonly wasHeld: boolean }): ReactNode {
  const t = wordsIn(ctx.locale);
  return (
    <>
      {order.state === 'refunded' && (
        <Notice
          tone="info"
          title={t(wasHeld ? 'teamReturned' : 'refundedTitle', { amount: yuan(order.refunded) })}
        >
          <p>{t(goneText(order, wasHeld), { title: order.title })}</p>
        </Notice>
      )}
      {order.state !== 'refunded' && !wasHeld && (
        <Notice>{t(goneText(order, false), { title: order.title })}</Notice>
      )}
      <div className="cluster">
        <LinkButton href={localePath(ctx.locale, placeOf(order))}>{t(wayOn(order))}</LinkButton>
      </div>
    </>
  );
}

function wayOn(order: OrderRow) {
  if (isPlan(order)) return 'toTiers';
  return order.lines.length > 1 ? 'browse' : 'toCourse';
}
