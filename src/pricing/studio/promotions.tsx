import { fill } from '#kernel/locale.ts';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import type { PromotionItem } from '#pricing/schema.ts';
import { ask } from '#studio/api.ts';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { choicesOf } from '#studio/filters.tsx';
import { sayInstant, sayMoney, sayPercent } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { sectionWords } from '#studio/words.ts';
import { leftOf } from '../rules.ts';
import { promotionKindWords, scopeWords, termStateWords } from '../words.ts';
import { PromotionDialog } from './promotion-dialog.tsx';
import { promotionWords } from './words.ts';

const tones = { running: 'success', planned: 'processing' } as const;

const columns: readonly TableColumn<PromotionItem>[] = [
  { title: promotionWords.name, isName: true, show: (item) => <Name item={item} /> },
  { title: promotionWords.about, show: (item) => <About item={item} /> },
  { title: promotionWords.effect, show: (item) => <Effect item={item} /> },
  {
    title: promotionWords.state,
    show: ({ state }) => <StateTag of={state} words={termStateWords} tones={tones} />,
  },
  {
    title: promotionWords.startsAt,
    show: ({ startsAt }) => <span className="number">{sayInstant(startsAt)}</span>,
  },
  {
    title: promotionWords.endsAt,
    show: ({ endsAt }) => <span className="number">{sayInstant(endsAt)}</span>,
  },
  {
    title: promotionWords.standing,
    align: 'end',
    show: (item) => <Standing item={item} />,
  },
  {
    title: promotionWords.perCustomer,
    align: 'end',
    show: ({ perCustomer }) => perCustomer ?? '—',
  },
];

function Name({ item }: { readonly item: PromotionItem }): ReactNode {
  const { locale } = usePreferences();
  const kind = promotionKindWords[item.kind][locale];
  const more = item.teamSize ? fill(promotionWords.forTeam[locale], { n: item.teamSize }) : '';
  return <TwoLines main={item.name} more={[kind, more].filter(Boolean).join(' · ')} />;
}

/** What something is about: its kind, and which. */
export function About({
  item: { scopeKind, scopeNames },
}: {
  readonly item: Pick<PromotionItem, 'scopeKind' | 'scopeNames'>;
}): ReactNode {
  const { locale } = usePreferences();
  const kind = scopeWords[scopeKind][locale];
  if (scopeNames.length === 0) return kind;
  const more = scopeNames.length > 1 ? ` +${scopeNames.length - 1}` : '';
  return <TwoLines main={`${scopeNames[0]}${more}`} more={kind} />;
}

/** How many pieces of a flash sale are sold, held and left. */
function Standing({ item }: { readonly item: PromotionItem }): ReactNode {
  const left = leftOf(item);
  if (left === null) return '—';
  return <span className="number">{`${item.sold} / ${item.held} / ${left}`}</span>;
}

function Effect({ item }: { readonly item: PromotionItem }): ReactNode {
  const words = useWords(promotionWords);
  const { offBps, price, tiers, counts } = item;
  if (offBps !== null) return fill(words.offPart, { percent: sayPercent(offBps) });
  if (price !== null) return fill(words.atPrice, { price: sayMoney(price) });
  return (tiers ?? [])
    .map(({ from, off }) =>
      fill(words.tier, {
        from: counts === 'pieces' ? fill(words.piece, { n: String(from) }) : sayMoney(from),
        off: sayMoney(off),
      }),
    )
    .join(' · ');
}

/** Promotions of all times; who made them ends them. */
export function PromotionsScreen(): ReactNode {
  const { promotions } = useWords(sectionWords);
  const words = useWords(promotionWords);
  const [isAdding, setAdding] = useState(false);
  const end = useEnding();
  return (
    <Screen
      title={promotions}
      lead={words.lead}
      actions={
        <Button type="primary" onClick={() => setAdding(true)}>
          {words.begin}
        </Button>
      }
    >
      <DataTable<PromotionItem>
        label={promotions}
        path="/promotions"
        rowKey={({ id }) => id}
        filters={[
          {
            kind: 'tabs',
            name: 'state',
            label: promotionWords.state,
            choices: choicesOf(termStateWords),
          },
          {
            kind: 'choice',
            name: 'kind',
            label: promotionWords.kind,
            choices: choicesOf(promotionKindWords),
          },
        ]}
        columns={columns}
        actions={(item) =>
          item.state !== 'ended' && (
            <Button size="small" danger onClick={() => end(item)}>
              {words.end}
            </Button>
          )
        }
      />
      {isAdding && <PromotionDialog onClose={() => setAdding(false)} />}
    </Screen>
  );
}

function useEnding(): (item: PromotionItem) => void {
  const words = useWords(promotionWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('PUT', `/promotions/${id}/ending`), {
    done: words.ended,
    refreshes: ['/promotions'],
  });
  return ({ id, name }) =>
    confirm({
      title: fill(words.endTitle, { name }),
      text: words.endText,
      yes: words.end,
      act: () => deed.run(id),
    });
}
