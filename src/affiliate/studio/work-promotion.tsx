import { Button, Checkbox, Form, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { hundredths, sayPercent } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import type { WorkPromotionItem } from '../schema.ts';
import { promotionWords } from './words.ts';

/** Whether promoters may sell a work, for how much, and who pays for it; absent while nobody promotes. */
export function WorkPromotion({ workId, isOwn }: { workId: string; isOwn: boolean }): ReactNode {
  const { data } = useAsk<WorkPromotionItem>(`/works/${workId}/promotion`);
  if (!data || data.mode === 'off') return null;
  return <WorkPromotionForm key={workId} workId={workId} isOwn={isOwn} known={data} />;
}

interface Fields {
  readonly isOut: boolean;
  readonly percent?: number | null;
}

function WorkPromotionForm({
  workId,
  isOwn,
  known,
}: {
  workId: string;
  isOwn: boolean;
  known: WorkPromotionItem;
}): ReactNode {
  const words = useWords(promotionWords);
  const common = useWords(commonWords);
  const path = `/works/${workId}/promotion`;
  const deed = useDeed(
    ({ isOut, percent }: Fields) =>
      ask('PUT', path, {
        body: { isOut, level1Bps: percent == null ? null : hundredths(percent) },
      }),
    { done: common.saved, refreshes: [path] },
  );
  const { isOut, level1Bps, siteBps, leastBps, mostBps } = known;
  const help = fill(words.workRateHelp, {
    site: sayPercent(siteBps),
    least: sayPercent(leastBps),
    most: sayPercent(mostBps),
  });
  return (
    <Form
      layout="vertical"
      disabled={!isOwn}
      initialValues={{ isOut, percent: level1Bps === null ? undefined : level1Bps / 100 }}
      onFinish={(fields: Fields) => void deed.run(fields)}
    >
      <h3>{words.work}</h3>
      <p className="quiet">{words.workHelp}</p>
      <Form.Item name="isOut" valuePropName="checked">
        <Checkbox>{words.isOut}</Checkbox>
      </Form.Item>
      <Form.Item name="percent" label={words.workRate} extra={help}>
        <InputNumber min={0} max={90} precision={2} />
      </Form.Item>
      {isOwn && (
        <Button htmlType="submit" loading={deed.isBusy}>
          {common.save}
        </Button>
      )}
    </Form>
  );
}
