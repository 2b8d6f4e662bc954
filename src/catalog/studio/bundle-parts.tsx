import { fill } from '#kernel/locale.ts';
import { DeleteOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Empty, Tag } from 'antd';
import type { ReactNode } from 'react';
import type { WorkDetail, WorkItem } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FindSelect } from '#studio/find-select.tsx';
import { sayMoney } from '#studio/format.ts';
import { useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { kindWords, workStateWords } from '../words.ts';
import { IconButton, moved, Moves } from './outline-buttons.tsx';
import { partWords } from './words.ts';

type Part = WorkDetail['parts'][number];

/** The works that a bundle is made of: add one, sort them, take one out; each change is saved at once. */
export function BundleParts({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(partWords);
  const common = useWords(commonWords);
  const canEdit = work.may.edit && !work.isSubmitted;
  const save = useDeed(
    (partIds: readonly string[]) =>
      ask('PATCH', `/works/${work.id}`, { body: { partIds, version: work.version } }),
    { done: common.saved, refreshes: ['/works'] },
  );
  const ids = work.parts.map(({ id }) => id);
  return (
    <div className="stack">
      {work.parts.length === 0 && (
        <Empty description={words.none} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      )}
      <ol className="lessons" aria-label={words.parts}>
        {work.parts.map((part, index) => (
          <li key={part.id} className="lesson">
            <PartLine part={part} />
            {canEdit && (
              <span className="lesson-tools">
                <Moves
                  title={part.title}
                  index={index}
                  count={ids.length}
                  isBusy={save.isBusy}
                  onMove={(to) => void save.run(moved(ids, index, to))}
                />
                <IconButton
                  label={fill(words.takeOut, { title: part.title })}
                  icon={<DeleteOutlined />}
                  onClick={() => void save.run(ids.filter((id) => id !== part.id))}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {canEdit && (
        <FindSelect<WorkItem>
          // What was added is in the list above: the field begins anew.
          key={ids.join()}
          path="/works"
          by="text"
          always={{ creator: work.creatorId, isPart: 'true' }}
          label={words.add}
          placeholder={words.add}
          nameOf={({ title }) => title}
          idOf={({ id }) => id}
          value={null}
          onChange={(id) => {
            if (id && !ids.includes(id)) void save.run([...ids, id]);
          }}
        />
      )}
    </div>
  );
}

function PartLine({ part }: { part: Part }): ReactNode {
  const words = useWords(partWords);
  const kinds = useWords(kindWords);
  const states = useWords(workStateWords);
  const { id, kind, title, state, price } = part;
  return (
    <>
      <Tag>{kinds[kind]}</Tag>
      <Link to="/works/$id" params={{ id }} className="name">
        {title}
      </Link>
      {state !== 'published' && <Tag color="warning">{states[state]}</Tag>}
      <span className="quiet number">
        {price === null ? words.unpriced : fill(words.alone, { price: sayMoney(price) })}
      </span>
    </>
  );
}
