import { fill } from '#kernel/locale.ts';
import { Alert, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import type { TakedownItem } from '#review/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { Appealing, useAppeals } from './appealing.tsx';
import { appealWords } from './words.ts';

/** Why a work is taken down, and what its creator may say against it. */
export function TakenDown({ workId }: { workId: string }): ReactNode {
  const words = useWords(appealWords);
  const { data } = useAsk<Page<TakedownItem>>('/takedowns', {
    work: workId,
    holding: 'yes',
    limit: 1,
  });
  const appeals = useAppeals(workId);
  const takedown = data?.items[0];
  if (!takedown) return null;
  return (
    <Alert
      type="error"
      showIcon
      className="gap-below"
      title={words.down}
      description={
        <div className="stack-tight">
          <p className="wraps">{takedown.reasons}</p>
          <Appealing
            path={`/takedowns/${takedown.id}`}
            appeal={appeals.find(({ takedownId }) => takedownId === takedown.id)}
          />
        </div>
      }
    />
  );
}

/** Taking a work from everybody, with reasons. */
export function TakeDownDialog({
  work: { id, title },
  onClose,
}: {
  work: { readonly id: string; readonly title: string };
  onClose: () => void;
}): ReactNode {
  const words = useWords(appealWords);
  const common = useWords(commonWords);
  const deed = useDeed(
    (body: { reasons: string }) => ask('POST', `/works/${id}/takedown`, { body }),
    { done: words.takenDown, refreshes: ['/works', '/takedowns'] },
  );
  return (
    <FormDialog
      title={fill(words.takeDownTitle, { title })}
      yes={words.takeDown}
      isDangerous
      deed={deed}
      onClose={onClose}
    >
      <p>{words.takeDownText}</p>
      <Form.Item
        name="reasons"
        label={words.reasons}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={4} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}
