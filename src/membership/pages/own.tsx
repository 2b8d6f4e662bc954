import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { mayReadMembers } from '../policy.ts';
import type { MemberItem } from '../schema.ts';
import { listOwn } from '../service.ts';
import type { MemberState } from '../types.ts';
import { memberSourceWords, memberStateWords, wordsIn } from '../words.ts';

/** One's own memberships: those that run, and those that were. */
export const ownPage: Route = pageRoute({
  path: '/account/membership',
  may: mayReadMembers,
  run: async (ctx) => {
    const { locale } = ctx;
    const t = wordsIn(locale);
    const members = await listOwn(ctx);
    const isOver = ({ state }: MemberItem) => state === 'ended' || state === 'revoked';
    return show({
      title: t('mine'),
      isHidden: true,
      canonical: '/account/membership',
      body: (
        <div className="wrap page-body stack">
          <h1>{t('mine')}</h1>
          {members.length === 0 ? (
            <EmptyState
              title={t('mineNone')}
              text={t('mineNoneText')}
              actions={<Ways locale={locale} />}
            />
          ) : (
            <>
              <p className="lead">{t('mineLead')}</p>
              <Members
                locale={locale}
                title={t('mine')}
                rows={members.filter((one) => !isOver(one))}
              />
              <div className="cluster">
                <Ways locale={locale} />
              </div>
              <Members
                locale={locale}
                title={t('earlier')}
                rows={members.filter(isOver)}
                isHeaded
              />
            </>
          )}
          <p className="cluster">
            <a href={localePath(locale, '/account/subscription')}>{t('toSubscriptions')}</a>
            <a href={localePath(locale, '/account')}>{t('backToAccount')}</a>
          </p>
        </div>
      ),
    });
  },
});

function Ways({ locale }: { locale: Locale }): ReactNode {
  const t = wordsIn(locale);
  return (
    <>
      <LinkButton href={localePath(locale, '/membership')} variant="primary">
        {t('seeTiers')}
      </LinkButton>
      <LinkButton href={localePath(locale, '/redeem')}>{t('redeem')}</LinkButton>
    </>
  );
}

const tones = {
  active: 'success',
  upcoming: 'info',
  paused: 'warning',
  ended: 'neutral',
  revoked: 'error',
} as const satisfies Record<MemberState, string>;

interface MembersProps {
  readonly locale: Locale;
  readonly title: string;
  readonly rows: readonly MemberItem[];
  readonly isHeaded?: boolean;
}

function Members({ locale, title, rows, isHeaded = false }: MembersProps): ReactNode {
  const t = wordsIn(locale);
  if (rows.length === 0) return null;
  const at = (instant: string) => formatInstant(new Date(instant));
  const columns: readonly Column<MemberItem>[] = [
    { label: t('tier'), cell: ({ tierName }) => tierName },
    {
      label: t('state'),
      cell: ({ state }) => <Badge tone={tones[state]}>{memberStateWords[state][locale]}</Badge>,
    },
    { label: t('source'), cell: ({ sourceKind }) => memberSourceWords[sourceKind][locale] },
    { label: t('from'), cell: ({ startsAt }) => at(startsAt) },
    { label: t('end'), cell: ({ endsAt }) => (endsAt ? at(endsAt) : t('forGood')) },
  ];
  return (
    <>
      {isHeaded && <h2>{title}</h2>}
      <Table caption={title} captionHidden columns={columns} rows={rows} rowKey={({ id }) => id} />
    </>
  );
}
