import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { addMonths, after, businessDay } from '#kernel/time.ts';
import { Button } from '#ui/button.tsx';
import { Calendar, type CalendarDay } from '#ui/calendar.tsx';
import { Notice } from '#ui/notice.tsx';
import { Stats } from '#ui/stat.tsx';
import { weeksOf } from '../rules.ts';
import type { OwnPoints } from '../schema.ts';
import { wordsIn } from '../words.ts';

/** What somebody has, and what it means when that is below zero. */
export function Standing({
  locale,
  own,
}: {
  readonly locale: Locale;
  readonly own: OwnPoints;
}): ReactNode {
  const t = wordsIn(locale);
  const [first] = own.ends;
  const day = first && businessDay(after(new Date(first.at), -1));
  return (
    <>
      <Stats
        items={[
          { label: t('balance'), value: String(own.balance) },
          ...(own.signIn
            ? [{ label: t('days'), value: t('daysCount', { n: own.signIn.days }) }]
            : []),
          ...(first && day ? [{ label: t('ending'), value: String(first.amount), note: day }] : []),
        ]}
      />
      {own.balance < 0 && <Notice tone="warning">{t('owes')}</Notice>}
    </>
  );
}

/** A month of which it is shown on which days somebody checked in. */
export interface Shown {
  readonly month: string;
  readonly days: readonly string[];
  readonly today: string;
  /** The month after, where it has begun. */
  readonly next: string | undefined;
}

interface CheckingProps {
  readonly locale: Locale;
  readonly signIn: NonNullable<OwnPoints['signIn']>;
  readonly shown: Shown;
}

/** Checking in for today, and the days of a month. */
export function Checking({ locale, signIn, shown }: CheckingProps): ReactNode {
  const t = wordsIn(locale);
  return (
    <section className="panel stack-tight">
      <h2>{t('calendar')}</h2>
      {signIn.isSignedIn ? (
        <p>
          <strong>{t('signedIn', { n: signIn.today })}</strong>
        </p>
      ) : (
        <form method="post" action={localePath(locale, '/points/sign-in')}>
          <Button variant="primary">{t('signIn', { n: signIn.today })}</Button>
        </form>
      )}
      <p>{t('tomorrow', { n: signIn.tomorrow })}</p>
      <Month locale={locale} shown={shown} />
    </section>
  );
}

function Month({
  locale,
  shown: { month, days, today, next },
}: {
  readonly locale: Locale;
  readonly shown: Shown;
}): ReactNode {
  const t = wordsIn(locale);
  const done = new Set(days);
  const dayOf = (day: string | undefined): CalendarDay | undefined =>
    day === undefined
      ? undefined
      : {
          label: String(Number(day.slice(8))),
          mark: done.has(day) ? t('checked') : undefined,
          today: day === today ? t('today') : undefined,
        };
  const [year = '', of = ''] = month.split('-');
  const at = (to: string) => `${localePath(locale, '/points')}?month=${to}`;
  const said = locale === 'zh' ? String(Number(of)) : of;
  return (
    <>
      <Calendar
        caption={t('month', { year, month: said })}
        weekdays={t('weekdays').split(',')}
        weeks={weeksOf(month).map((week) => week.map(dayOf))}
      />
      <p className="cluster">
        <a href={at(addMonths(month, -1))}>{t('before')}</a>
        {next && <a href={at(next)}>{t('next')}</a>}
      </p>
    </>
  );
}
