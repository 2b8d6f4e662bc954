import type { ReactNode } from 'react';
import { inLocale, localePath, type Locale } from '#kernel/locale.ts';
import { formatMoney } from '#kernel/money.ts';
import { formatInstant } from '#kernel/time.ts';
import { maskName } from '#kernel/text.ts';
import { missingOf } from '#team/service.ts';
import { LinkButton } from '#ui/button.tsx';
import { Meta } from '#ui/meta.tsx';
import type { CoursePage, Offers } from '../types.ts';
import { say, words } from '../words.ts';

interface Props {
  readonly group: Offers['groups'][number];
  readonly page: CoursePage;
  readonly locale: Locale;
}

/** The group buys of a work, beside buying it alone. */
export function Groups({ page, locale }: Omit<Props, 'group'>): ReactNode {
  if (page.isOwned) return null;
  return page.offers.groups.map((group) => (
    <Group key={group.id} group={group} page={page} locale={locale} />
  ));
}

/** A group buy: its price beside the ordinary one, how it works, and real teams that can be joined. */
function Group({ group, page, locale }: Props): ReactNode {
  const { name, nameEn, price, teamSize, teamHours, shortFrom, startsAt, endsAt } = group;
  const t = (word: keyof typeof words, params: Record<string, string | number> = {}) =>
    say(words[word], locale, params);
  const terms = { n: teamSize, hours: teamHours };
  const when = group.isAhead
    ? t('groupAhead', { at: formatInstant(startsAt) })
    : t('until', { at: formatInstant(endsAt) });
  return (
    <section
      className="panel stack-tight"
      aria-label={t('groupTitle', { name: inLocale(locale, name, nameEn) })}
    >
      <strong>{t('groupPrice', { ...terms, price: formatMoney(price) })}</strong>
      <Meta items={[inLocale(locale, name, nameEn), when]} />
      <p>{t('groupTerms', terms)}</p>
      {shortFrom !== null && <p>{t('groupShort', { n: shortFrom })}</p>}
      {!group.isAhead && page.work.offerId && (
        <LinkButton
          wide
          href={`${localePath(locale, `/checkout/${page.work.offerId}`)}?activity=${group.id}`}
        >
          {t('openTeam', { price: formatMoney(price) })}
        </LinkButton>
      )}
      {group.teams.length > 0 && (
        <ul className="plain-list">
          {group.teams.map((team) => (
            <li key={team.id} className="cluster cluster-apart">
              <Meta
                items={[
                  t('teamOf', { name: maskName(team.leaderName) }),
                  t('teamMissing', { n: missingOf(team) }),
                  t('until', { at: formatInstant(team.deadline) }),
                ]}
              />
              <LinkButton href={localePath(locale, `/teams/${team.id}`)}>
                {t('joinTeam')}
              </LinkButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
