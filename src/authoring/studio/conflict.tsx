import { fill } from '#kernel/locale.ts';
import { Alert, Button, Modal } from 'antd';
import { useState, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import type { LessonStanding } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import type { Difference } from '../schema.ts';
import { DifferencePanel } from './difference.tsx';
import { MergePanel } from './merge.tsx';
import type { Fields } from './saver.ts';
import { fieldsOf, putAside } from './use-lesson.ts';
import { conflictWords, editorWords } from './words.ts';

interface ConflictProps {
  readonly lessonId: string;
  readonly base: Fields;
  readonly mine: Fields;
  readonly theirs: LessonStanding;
  readonly onResolved: (fields: Fields) => void;
}

/** Somebody else saved first: who, when, what differs, and three ways on. Neither text is lost by any of them. */
export function ConflictDialog(props: ConflictProps): ReactNode {
  const { theirs } = props;
  const words = useWords(conflictWords);
  const { someone } = useWords(editorWords);
  const [isMerging, setMerging] = useState(false);
  const who = theirs.authorName ?? someone;
  return (
    <Modal
      open
      width={960}
      title={words.title}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      footer={null}
    >
      <div className="stack">
        <Alert
          type="warning"
          showIcon
          title={fill(words.lead, { who, at: sayInstant(theirs.savedAt) })}
        />
        {isMerging ? (
          <Merge {...props} onBack={() => setMerging(false)} />
        ) : (
          <Choice {...props} onMerge={() => setMerging(true)} />
        )}
      </div>
    </Modal>
  );
}

function Choice({
  lessonId,
  mine,
  theirs,
  onResolved,
  onMerge,
}: ConflictProps & { onMerge: () => void }): ReactNode {
  const words = useWords(conflictWords);
  const { keptAside } = useWords(editorWords);
  const sides = {
    from: { title: theirs.title, body: theirs.body },
    to: { title: mine.title, body: mine.body },
  };
  const query = useQuery<Difference>({
    queryKey: [`/lessons/${lessonId}/difference`, sides],
    queryFn: () => ask<Difference>('POST', `/lessons/${lessonId}/difference`, { body: sides }),
  });
  const take = useDeed(() => putAside(lessonId, mine), {
    done: keptAside,
    next: () => onResolved(fieldsOf(theirs)),
  });
  return (
    <>
      <div className="conflict-difference">
        <Answer of={query}>{(difference) => <DifferencePanel difference={difference} />}</Answer>
      </div>
      <div className="ways">
        <Way help={words.mineHelp}>
          <Button type="primary" onClick={() => onResolved(mine)}>
            {words.mine}
          </Button>
        </Way>
        <Way help={words.theirsHelp}>
          <Button loading={take.isBusy} onClick={() => void take.run()}>
            {words.theirs}
          </Button>
        </Way>
        <Way help="">
          <Button onClick={onMerge}>{words.merge}</Button>
        </Way>
      </div>
    </>
  );
}

function Way({ help, children }: { help: string; children: ReactNode }): ReactNode {
  return (
    <div>
      {children}
      {help && <small className="quiet">{help}</small>}
    </div>
  );
}

function Merge({
  lessonId,
  base,
  mine,
  theirs,
  onResolved,
  onBack,
}: ConflictProps & { onBack: () => void }): ReactNode {
  const { keptAside } = useWords(editorWords);
  const merge = useDeed(
    async (body: string) => {
      await putAside(lessonId, mine);
      return body;
    },
    { done: keptAside, next: (body) => onResolved({ ...mine, body }) },
  );
  return (
    <MergePanel
      texts={{ base: base.body, mine: mine.body, theirs: theirs.body }}
      isBusy={merge.isBusy}
      onDone={(text) => void merge.run(text)}
      onBack={onBack}
    />
  );
}
