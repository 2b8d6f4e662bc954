import { fill } from '#kernel/locale.ts';
import { Button, Form, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import type { UserItem } from '#identity/schema.ts';
import type { SubmissionDetail } from '#review/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { stageStudioWords } from './words.ts';

const refreshes = ['/submissions'];

/** Taking a submission, giving it back, giving it to somebody. */
export function Taking({ submission }: { submission: SubmissionDetail }): ReactNode {
  const words = useWords(stageStudioWords);
  const { id, may } = submission;
  const [isAssigning, setAssigning] = useState(false);
  const take = useDeed(() => ask('PUT', `/submissions/${id}/taker`), {
    done: words.taken,
    refreshes,
  });
  const giveBack = useDeed(() => ask('DELETE', `/submissions/${id}/taker`), {
    done: words.givenBack,
    refreshes,
  });
  return (
    <>
      {may.assign && <Button onClick={() => setAssigning(true)}>{words.assign}</Button>}
      {may.take && (
        <Button loading={take.isBusy} onClick={() => void take.run()}>
          {words.take}
        </Button>
      )}
      {may.giveBack && (
        <Button loading={giveBack.isBusy} onClick={() => void giveBack.run()}>
          {words.giveBack}
        </Button>
      )}
      {isAssigning && <AssignDialog submission={submission} onClose={() => setAssigning(false)} />}
    </>
  );
}

function AssignDialog({
  submission: { id, workTitle },
  onClose,
}: {
  submission: SubmissionDetail;
  onClose: () => void;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const common = useWords(commonWords);
  const [userId, setUser] = useState<string>();
  const deed = useDeed(
    () => ask('PUT', `/submissions/${id}/assignment`, { body: { userId: userId ?? null } }),
    { done: words.assigned, refreshes },
  );
  return (
    <Modal
      open
      title={fill(words.assignTitle, { title: workTitle })}
      okText={words.assign}
      cancelText={common.cancel}
      confirmLoading={deed.isBusy}
      onOk={async () => {
        if (await deed.run()) onClose();
      }}
      onCancel={onClose}
    >
      <Form layout="vertical">
        <Form.Item label={words.reviewer} htmlFor="assignee">
          <FindSelect<UserItem>
            id="assignee"
            path="/users"
            by="text"
            always={{ role: 'reviewer' }}
            nameOf={({ name }) => name}
            idOf={(user) => user.id}
            value={userId ?? null}
            onChange={setUser}
            placeholder={words.nobody}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
