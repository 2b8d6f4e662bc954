import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { CouponItem } from '#coupon/schema.ts';
import { About } from '#pricing/studio/promotions.tsx';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayCount, sayInstant, sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { promotionWords } from '#pricing/studio/words.ts';
import { claimWayWords, couponStateWords, sayTerms } from '../words.ts';
import { CouponDialog } from './coupon-dialog.tsx';
import { GrantDialog } from './grant-dialog.tsx';
import { couponWords } from './words.ts';

const tones = { running: 'success', planned: 'processing', paused: 'warning' } as const;

const columns: readonly TableColumn<CouponItem>[] = [
  { title: promotionWords.name, isName: true, show: (item) => <Name item={item} /> },
  { title: couponWords.worth, show: (item) => <Worth item={item} /> },
  { title: promotionWords.about, show: (item) => <About item={item} /> },
  {
    title: couponWords.state,
    show: ({ state }) => <StateTag of={state} words={couponStateWords} tones={tones} />,
  },
  {
    title: couponWords.numbers,
    align: 'end',
    show: ({ used, claimed, total }) => (
      <span className="number">
        {[used, claimed].map(sayCount).join(' / ')} / {total === null ? '∞' : sayCount(total)}
      </span>
    ),
  },
  { title: couponWords.revenue, align: 'end', show: ({ revenue }) => sayMoney(revenue) },
  { title: couponWords.saved, align: 'end', show: ({ saved }) => sayMoney(saved) },
  {
    title: couponWords.until,
    show: ({ endsAt }) => <span className="number">{sayInstant(endsAt)}</span>,
  },
];

function Name({ item: { name, way, code } }: { readonly item: CouponItem }): ReactNode {
  const { locale } = usePreferences();
  return <TwoLines main={name} more={code ?? claimWayWords[way][locale]} />;
}

function Worth({ item }: { readonly item: CouponItem }): ReactNode {
  const { locale } = usePreferences();
  return sayTerms(item, locale).join(' · ');
}

/** Coupons of all times, with what became of them. */
export function CouponsScreen(): ReactNode {
  const { coupons } = useWords(sectionWords);
  const words = useWords(couponWords);
  const [isAdding, setAdding] = useState(false);
  const [giving, setGiving] = useState<CouponItem>();
  return (
    <Screen
      title={coupons}
      lead={words.lead}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {words.create}
        </Button>
      }
    >
      <DataTable<CouponItem>
        label={coupons}
        path="/coupons"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: couponWords.state,
            choices: choicesOf(couponStateWords),
          },
          {
            kind: 'choice',
            name: 'way',
            label: couponWords.way,
            choices: choicesOf(claimWayWords),
          },
        ]}
        columns={columns}
        actions={(item) => <Actions item={item} onGive={() => setGiving(item)} />}
      />
      {isAdding && <CouponDialog onClose={() => setAdding(false)} />}
      {giving && <GrantDialog coupon={giving} onClose={() => setGiving(undefined)} />}
    </Screen>
  );
}

function Actions({
  item,
  onGive,
}: {
  readonly item: CouponItem;
  readonly onGive: () => void;
}): ReactNode {
  const words = useWords(couponWords);
  const confirm = useConfirm();
  const { may } = useSession();
  const isPaused = item.state === 'paused';
  // Who cannot look people up has nobody to give it to.
  const isGiven = item.way === 'granted' && item.state === 'running' && may('identity.list', 'any');
  const deed = useDeed(
    () => ask('PUT', `/coupons/${item.id}/pause`, { body: { isPaused: !isPaused } }),
    { done: isPaused ? words.resumed : words.paused, refreshes: ['/coupons'] },
  );
  if (item.state === 'ended') return null;
  const pause = () =>
    confirm({
      title: fill(words.pauseTitle, { name: item.name }),
      text: words.pauseText,
      yes: words.pause,
      act: () => deed.run(),
    });
  return (
    <>
      {isGiven && (
        <Button size="small" onClick={onGive}>
          {words.grant}
        </Button>
      )}
      <Button size="small" onClick={() => (isPaused ? void deed.run() : pause())}>
        {isPaused ? words.resume : words.pause}
      </Button>
    </>
  );
}
