import type { ReactNode } from 'react';
import { localePath } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import type { OrderRow } from '#order/types.ts';
import type { Ctx } from '#platform/ctx.ts';
import type { SeatedTeam } from '#team/service.ts';
import { LinkButton } from '#ui/button.tsx';
import { Notice } from '#ui/notice.tsx';
import { wordsIn } from '../words.ts';

interface HeldProps {
  readonly ctx: Ctx;
  readonly order: OrderRow;
  readonly team: SeatedTeam | undefined;
}

/** Paid at a group's price: who is missing, until when, and the way out. */
export function Held({ ctx, order, team }: HeldProps): ReactNode {
  const { locale } = ctx;
  const t = wordsIn(locale);
  if (order.refunding > 0) return null;
  if (!team || team.state !== 'open')
    return (
      <Notice title={t('heldOver')} live>
        <p>{t('heldOverText')}</p>
      </Notice>
    );
  const known = { n: String(team.missing), until: formatInstant(team.deadline) };
  return (
    <>
      <Notice tone="success" title={t('heldTitle', known)}>
        <p>{t('heldText', known)}</p>
        {team.isOverflow && <p>{t('overflowed')}</p>}
      </Notice>
      <div className="cluster">
        <LinkButton variant="primary" href={localePath(locale, `/teams/${team.id}`)}>
          {t('toTeam')}
        </LinkButton>
        <LinkButton variant="quiet" href={localePath(locale, `/orders/${order.id}/refund`)}>
          {t('leaveTeam')}
        </LinkButton>
      </div>
    </>
  );
}
