import { Button, Form, Input, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import type { AppealItem } from '#review/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { appealStateWords } from '../words.ts';
import { appealWords } from './words.ts';

const refreshes = ['/appeals', '/works', '/submissions', '/takedowns'];

/** A work's appeals, newest first. */
export function useAppeals(workId: string): readonly AppealItem[] {
  const { data } = useAsk<Page<AppealItem>>('/appeals', { work: workId, limit: 20 });
  return data?.items ?? nothing;
}

const nothing: readonly AppealItem[] = [];

/** An appeal against a decision: what became of it, or a way to make one. */
export function Appealing({
  path,
  appeal,
}: {
  /** What is appealed against: `/submissions/<id>`, `/takedowns/<id>`. */
  path: string;
  appeal: AppealItem | undefined;
}): ReactNode {
  const words = useWords(appealWords);
  const { locale } = usePreferences();
  const { may } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (appeal) {
    return (
      <div className="verdict">
        <span className="row">
          <strong>{words.appeal}</strong>
          <Tag color={appeal.state === 'open' ? 'processing' : 'default'}>
            {appealStateWords[appeal.state][locale]}
          </Tag>
        </span>
        <p>{appeal.words}</p>
        {appeal.answer && (
          <p>
            {words.answer}: {appeal.answer}
          </p>
        )}
      </div>
    );
  }
  if (!may('appeal.make')) return null;
  return (
    <span>
      <Button size="small" onClick={() => setOpen(true)}>
        {words.appeal}
      </Button>
      {isOpen && <AppealDialog path={path} onClose={() => setOpen(false)} />}
    </span>
  );
}

function AppealDialog({ path, onClose }: { path: string; onClose: () => void }): ReactNode {
  const words = useWords(appealWords);
  const common = useWords(commonWords);
  const deed = useDeed((body: { words: string }) => ask('POST', `${path}/appeal`, { body }), {
    done: words.appealed,
    refreshes,
  });
  return (
    <FormDialog title={words.appealTitle} yes={words.appeal} deed={deed} onClose={onClose}>
      <p className="quiet">{words.appealText}</p>
      <Form.Item
        name="words"
        label={words.words}
        rules={[{ required: true, whitespace: true, message: common.needed }]}
      >
        <Input.TextArea rows={5} maxLength={4000} showCount />
      </Form.Item>
    </FormDialog>
  );
}
