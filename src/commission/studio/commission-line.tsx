import { fill } from '#kernel/locale.ts';
import type { ReactNode } from 'react';
import type { CreatorRates, RateItem } from '#commission/schema.ts';
import { money, shareOf } from '#kernel/money.ts';
import { useAsk } from '#studio/api.ts';
import { sayInstant, sayMoney, sayPercent } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commissionWords, sourceWords } from './words.ts';

/** What the platform keeps of a work's sales, and what is left of its price. */
export function WorkCommission({
  workId,
  price,
}: {
  workId: string;
  price: number | null;
}): ReactNode {
  const words = useWords(commissionWords);
  const { data } = useAsk<RateItem>(`/works/${workId}/commission`);
  if (!data) return null;
  const mine = price ? price - shareOf(money(price), data.bps) : 0;
  return (
    <div className="quiet">
      <Rate rate={data} />
      {mine > 0 && <div>{fill(words.youGet, { amount: sayMoney(mine) })}</div>}
    </div>
  );
}

/** What the platform keeps of a creator's sales, and the works for which it is another part. */
export function CreatorCommission({ creatorId }: { creatorId: string }): ReactNode {
  const words = useWords(commissionWords);
  const { data } = useAsk<CreatorRates>(`/creators/${creatorId}/commission`);
  if (!data) return null;
  const others = data.works.map(({ title, bps }) => `${title} ${sayPercent(bps)}`);
  return (
    <div className="quiet">
      <Rate rate={data} />
      {others.length > 0 && (
        <div>
          {words.others}: {others.join(' · ')}
        </div>
      )}
    </div>
  );
}

function Rate({ rate: { bps, scope, next } }: { rate: RateItem }): ReactNode {
  const words = useWords(commissionWords);
  const sources = useWords(sourceWords);
  const parts = [
    fill(words.isNow, { percent: sayPercent(bps) }),
    sources[scope],
    ...(next
      ? [fill(words.becomes, { at: sayInstant(next.at), percent: sayPercent(next.bps) })]
      : []),
  ];
  return <div>{parts.join(' · ')}</div>;
}
