import type { ReactNode } from 'react';
import { DataTable, type TableColumn } from '#studio/data-table.tsx';
import { sayCount, sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { TwoLines } from '#studio/state-tag.tsx';
import type { CampaignItem } from '../schema.ts';
import { campaignWords } from '../words.ts';
import { promotionWords } from './words.ts';

const columns: readonly TableColumn<CampaignItem>[] = [
  {
    title: campaignWords.campaign,
    isName: true,
    show: ({ campaign, source, medium }) => (
      <TwoLines main={campaign || '—'} more={[source, medium].filter(Boolean).join(' · ')} />
    ),
  },
  {
    title: campaignWords.orders,
    align: 'end',
    show: ({ orders }) => <span className="number">{sayCount(orders)}</span>,
  },
  {
    title: campaignWords.paid,
    align: 'end',
    show: ({ paid }) => <span className="number">{sayCount(paid)}</span>,
  },
  { title: campaignWords.gross, align: 'end', show: ({ gross }) => sayMoney(gross) },
  { title: campaignWords.refunded, align: 'end', show: ({ refunded }) => sayMoney(refunded) },
];

/** By which links buyers came, and what it brought. */
export function Campaigns(): ReactNode {
  const words = useWords(promotionWords);
  return (
    <>
      <p className="quiet">{words.campaignsHelp}</p>
      <DataTable<CampaignItem>
        label={words.campaigns}
        path="/campaigns"
        rowKey={({ campaign, source, medium }) => [campaign, source, medium].join(' ')}
        columns={columns}
      />
    </>
  );
}
