import type { ReactNode } from 'react';
import { z } from 'zod';
import { localePath, type Locale } from '#kernel/locale.ts';
import { formatInstant } from '#kernel/time.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Badge } from '#ui/badge.tsx';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Pagination } from '#ui/pagination.tsx';
import { Table, type Column } from '#ui/table.tsx';
import { readOwnTeams } from '../policy.ts';
import { listOwnTeams, type OwnTeam } from '../service.ts';
import type { TeamState } from '../types.ts';
import { teamStateWords, wordsIn } from '../words.ts';

const path = '/account/teams';

/** The teams that one is in or was. */
export const ownTeamsPage: Route = pageRoute({
  path,
  may: readOwnTeams,
  query: z.object({ cursor: z.string().max(500).optional() }),
  run: async (ctx, { query }) => {
    const { locale } = ctx;
    const t = wordsIn(locale);
    const { items, nextCursor } = await listOwnTeams(ctx, { cursor: query.cursor, limit: 20 });
    const here = localePath(locale, path);
    const isFirst = query.cursor === undefined;
    return show({
      title: t('mine'),
      isHidden: true,
      canonical: path,
      body: (
        <div className="wrap page-body stack">
          <h1>{t('mine')}</h1>
          {items.length === 0 && isFirst ? (
            <EmptyState
              title={t('none')}
              text={t('noneText')}
              actions={<LinkButton href={localePath(locale, '/courses')}>{t('browse')}</LinkButton>}
            />
          ) : (
            <>
              <Table
                caption={t('mine')}
                captionHidden
                columns={columnsIn(locale)}
                rows={items}
                rowKey={({ orderId }) => orderId}
              />
              <Pagination
                locale={locale}
                previous={isFirst ? undefined : { href: here }}
                next={nextCursor ? { href: `${here}?cursor=${nextCursor}` } : undefined}
              />
            </>
          )}
          <p>
            <a href={localePath(locale, '/account')}>{t('backToAccount')}</a>
          </p>
        </div>
      ),
    });
  },
});

const tones = {
  open: 'info',
  full: 'success',
  short: 'success',
  failed: 'neutral',
} as const satisfies Record<TeamState, string>;

function columnsIn(locale: Locale): readonly Column<OwnTeam>[] {
  const t = wordsIn(locale);
  const State = ({ team }: { team: OwnTeam }): ReactNode =>
    team.leftAt ? (
      <Badge>{t('left')}</Badge>
    ) : (
      <Badge tone={tones[team.state]}>{teamStateWords[team.state][locale]}</Badge>
    );
  return [
    {
      label: t('course'),
      cell: ({ id, workTitle }) => <a href={localePath(locale, `/teams/${id}`)}>{workTitle}</a>,
    },
    { label: t('state'), cell: (team) => <State team={team} /> },
    { label: t('people'), cell: ({ taken, size }) => `${taken} / ${size}`, numeric: true },
    { label: t('deadline'), cell: ({ deadline }) => formatInstant(deadline) },
  ];
}
