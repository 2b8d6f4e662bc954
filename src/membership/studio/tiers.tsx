import { Button, Table } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill, type Locale } from '#kernel/locale.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayMoney } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { StateTag, TwoLines } from '#studio/state-tag.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import type { TierItem } from '../schema.ts';
import { coverWords, sayTerm, tierStateWords } from '../words.ts';
import { TierDialog } from './tier-dialog.tsx';
import { membershipWords } from './words.ts';

/** What a tier covers, in a line. */
function useSayCovers(): (covers: TierItem['covers']) => string {
  const { locale } = usePreferences();
  const words = useWords(membershipWords);
  return (covers) =>
    covers
      .map(({ scope, nameZh, nameEn }) =>
        scope === 'all'
          ? coverWords.all[locale]
          : ((locale === 'en' ? nameEn : nameZh) ?? `${coverWords[scope][locale]} (${words.gone})`),
      )
      .join(locale === 'zh' ? '、' : ', ') || '—';
}

/** The tiers of membership: what each covers and costs. */
export function TiersScreen(): ReactNode {
  const { tiers } = useWords(sectionWords);
  const words = useWords(membershipWords);
  const query = useAsk<{ items: readonly TierItem[] }>('/tiers');
  const [editing, setEditing] = useState<TierItem | 'new'>();
  return (
    <Screen
      title={tiers}
      lead={words.tiersLead}
      actions={
        <Button type="primary" onClick={() => setEditing('new')}>
          {words.addTier}
        </Button>
      }
    >
      <Answer of={query}>
        {({ items }) => (
          <>
            <TierTable items={items} onEdit={setEditing} />
            {editing && (
              <TierDialog
                tier={editing === 'new' ? undefined : editing}
                onClose={() => setEditing(undefined)}
              />
            )}
          </>
        )}
      </Answer>
    </Screen>
  );
}

/** Columns for which a phone has no room; the form shows them. */
const onWide: ['md'] = ['md'];

function TierTable({
  items,
  onEdit,
}: {
  items: readonly TierItem[];
  onEdit: (tier: TierItem) => void;
}): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(membershipWords);
  const common = useWords(commonWords);
  const { tiers } = useWords(sectionWords);
  const sayCovers = useSayCovers();
  return (
    // A wide table scrolls by itself, for the keyboard too.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="table-scroll" tabIndex={0} aria-label={tiers}>
      <Table<TierItem>
        size="middle"
        rowKey="id"
        pagination={false}
        dataSource={[...items]}
        locale={{ emptyText: words.noTiers }}
        columns={[
          {
            title: words.name,
            rowScope: 'row',
            render: (_: unknown, tier) => (
              <TwoLines
                main={nameOf(tier, locale)}
                more={locale === 'en' ? tier.nameZh : tier.nameEn}
              />
            ),
          },
          {
            title: words.state,
            render: (_: unknown, { state }) => (
              <StateTag of={state} words={tierStateWords} tones={{ open: 'success' }} />
            ),
          },
          {
            title: words.covers,
            responsive: onWide,
            render: (_: unknown, { covers }) => sayCovers(covers),
          },
          {
            title: words.prices,
            responsive: onWide,
            render: (_: unknown, { plans }) => sayPlans(plans, locale),
          },
          {
            title: common.actions,
            align: 'end',
            render: (_: unknown, tier) => <Actions tier={tier} onEdit={onEdit} />,
          },
        ]}
      />
    </section>
  );
}

const nameOf = ({ nameZh, nameEn }: TierItem, locale: Locale) =>
  locale === 'en' ? nameEn : nameZh;

function sayPlans(plans: TierItem['plans'], locale: Locale): string {
  return (
    plans.map((plan) => `${sayMoney(plan.price)} / ${sayTerm(plan, locale)}`).join(' · ') || '—'
  );
}

function Actions({
  tier,
  onEdit,
}: {
  tier: TierItem;
  onEdit: (tier: TierItem) => void;
}): ReactNode {
  const { locale } = usePreferences();
  const common = useWords(commonWords);
  const remove = useRemove();
  return (
    <div className="row-actions">
      <Button size="small" onClick={() => onEdit(tier)}>
        {common.edit}
      </Button>
      <Button size="small" danger onClick={() => remove(tier.id, nameOf(tier, locale))}>
        {common.remove}
      </Button>
    </div>
  );
}

function useRemove(): (id: string, name: string) => void {
  const words = useWords(membershipWords);
  const { remove } = useWords(commonWords);
  const confirm = useConfirm();
  const deed = useDeed((id: string) => ask('DELETE', `/tiers/${id}`), { refreshes: ['/tiers'] });
  return (id, name) =>
    confirm({
      title: fill(words.removeTitle, { name }),
      text: words.removeText,
      yes: remove,
      act: () => deed.run(id),
    });
}
