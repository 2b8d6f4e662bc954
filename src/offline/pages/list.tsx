import type { ReactNode } from 'react';
import { localePath, type Locale } from '#kernel/locale.ts';
import { pageRoute, show, type Route } from '#platform/http/route.ts';
import { Button, LinkButton } from '#ui/button.tsx';
import { Dialog, DialogClose, DialogLink } from '#ui/dialog.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { Icon } from '#ui/icon.tsx';
import { mayOpenShelf } from '../policy.ts';
import { words } from '../words.ts';

/** What this browser keeps: a page that is the same for everybody, filled in by its island. */
export const listShell: Route = pageRoute({
  path: '/offline/lessons',
  may: mayOpenShelf,
  run: async ({ locale }) =>
    show({
      title: words.title[locale],
      isHidden: true,
      layout: 'bare',
      islands: ['kept'],
      body: <List locale={locale} />,
    }),
});

function List({ locale }: { readonly locale: Locale }): ReactNode {
  const told = {
    'data-until': words.until[locale],
    'data-used': words.used[locale],
    'data-used-alone': words.usedAlone[locale],
    'data-pending': words.pending[locale],
    'data-synced': words.synced[locale],
    'data-remove-of': words.removeOf[locale],
    'data-old': words.old[locale],
  };
  return (
    <div className="wrap page-body stack kept" data-island="kept" {...told}>
      <p>
        <a href={localePath(locale, '/learning')}>{words.toLearning[locale]}</a>
      </p>
      <h1>{words.title[locale]}</h1>
      <p>{words.intro[locale]}</p>
      <noscript>
        <p>{words.noScript[locale]}</p>
      </noscript>
      <p className="hint" data-kept="none" hidden>
        {words.noScript[locale]}
      </p>
      <ul className="kept-list" data-kept="list" hidden />
      <template data-kept="row">
        <Row locale={locale} />
      </template>
      <p className="hint" role="status" data-kept="told" />
      <div data-kept="more" hidden>
        <DialogLink dialog="remove-all" variant="danger">
          <Icon name="trash" />
          {words.removeAll[locale]}
        </DialogLink>
      </div>
      <Dialog id="remove-all" title={words.removeAll[locale]}>
        <p>{words.removeAsk[locale]}</p>
        <form className="cluster" method="dialog" data-kept="remove-all">
          <Button variant="danger">{words.removeYes[locale]}</Button>
          <DialogClose locale={locale} label={words.removeNo[locale]} />
        </form>
      </Dialog>
      <div data-kept="empty" hidden>
        <EmptyState
          title={words.empty[locale]}
          text={words.emptyText[locale]}
          actions={
            <LinkButton href={localePath(locale, '/learning')}>
              {words.toLearning[locale]}
            </LinkButton>
          }
        />
      </div>
    </div>
  );
}

function Row({ locale }: { readonly locale: Locale }): ReactNode {
  return (
    <li className="kept-row">
      <div>
        {/* Its title stands here in the end. */}
        <a className="kept-title" data-kept="open" href={localePath(locale, '/offline/lessons')}>
          {words.open[locale]}
        </a>
        <p className="hint" data-kept="facts" />
      </div>
      <Button type="button" variant="quiet" size="small">
        <Icon name="trash" />
        {words.remove[locale]}
      </Button>
    </li>
  );
}
