import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { LinkButton } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { mayOpenShelf } from '../policy.ts';
import { words } from '../words.ts';

/** Why a kept lesson is not shown: the worker takes `hidden` from the one that holds. */
const reasons = ['lost', 'ended', 'clock'] as const;

/** The page into which the worker puts a kept lesson; by itself it says why there is none. */
export const lessonShell: Route = pageRoute({
  path: '/offline/lesson',
  may: mayOpenShelf,
  run: async ({ locale }) =>
    show({
      title: words.title[locale],
      isHidden: true,
      layout: 'bare',
      islands: ['player', 'study'],
      body: (
        <>
          <template data-kept="edge" />
          <div className="wrap">
            {reasons.map((why) => (
              <div key={why} data-why={why} hidden={why !== 'lost'}>
                <Why locale={locale} why={why} />
              </div>
            ))}
          </div>
          <template data-kept="edge" />
        </>
      ),
    }),
});

function Why({
  locale,
  why,
}: {
  readonly locale: Locale;
  readonly why: (typeof reasons)[number];
}): ReactNode {
  return (
    <EmptyState
      level={1}
      art="lost"
      title={words[why][locale]}
      text={words[`${why}Text`][locale]}
      actions={
        <LinkButton href={localePath(locale, '/offline/lessons')} variant="primary">
          {words.backToList[locale]}
        </LinkButton>
      }
    />
  );
}
