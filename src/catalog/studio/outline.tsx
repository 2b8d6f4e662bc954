import { fill } from '#kernel/locale.ts';
import { DeleteOutlined, EditOutlined, LinkOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { BundleParts } from './bundle-parts.tsx';
import { Lessons } from './lessons.tsx';
import { NewLessonDialog } from './new-lesson.tsx';
import { IconButton, moved, Moves } from './outline-buttons.tsx';
import { ShareItemDialog } from './share-item.tsx';
import { shareWords } from './share-words.ts';
import { TitleDialog } from './title-dialog.tsx';
import { hasChapters, mostItems } from '../rules/kinds.ts';
import { itemWords } from '../words.ts';
import { addItemWords, outlineWords } from './words.ts';

type Chapter = WorkDetail['chapters'][number];

/** What is open beside the outline. */
type Editing =
  | { readonly kind: 'chapter'; readonly chapter?: Chapter }
  | { readonly kind: 'lesson' | 'share'; readonly chapterId: string };

/** What is in a draft: the works of a bundle, else chapters and lessons: sort them by buttons or by dragging, add, change, remove. */
export function Outline({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(outlineWords);
  if (work.kind === 'bundle') return <BundleParts work={work} />;
  return (
    <>
      {work.isInOrder && <p className="quiet">{words.inOrder}</p>}
      <Chapters work={work} />
    </>
  );
}

function Chapters({ work }: { work: WorkDetail }): ReactNode {
  const words = useWords(outlineWords);
  const canEdit = work.may.edit && !work.isSubmitted;
  const [editing, setEditing] = useState<Editing>();
  const isDivided = hasChapters(work.kind);
  return (
    <div className="stack">
      {work.chapters.length === 0 && (
        <Empty description={words.empty} image={Empty.PRESENTED_IMAGE_SIMPLE} />
      )}
      <ol className="outline">
        {work.chapters.map((chapter, index) => (
          <ChapterBox
            key={chapter.id}
            work={work}
            chapter={chapter}
            index={index}
            canEdit={canEdit}
            onEdit={setEditing}
          />
        ))}
      </ol>
      {canEdit && (isDivided || work.chapters.length === 0) && (
        <div>
          <Button icon={<PlusOutlined />} onClick={() => setEditing({ kind: 'chapter' })}>
            {words.addChapter}
          </Button>
        </div>
      )}
      {editing && (
        <EditDialog work={work} editing={editing} onClose={() => setEditing(undefined)} />
      )}
    </div>
  );
}

/** What is open beside the outline. */
function EditDialog({
  work,
  editing,
  onClose,
}: {
  work: WorkDetail;
  editing: Editing;
  onClose: () => void;
}): ReactNode {
  if (editing.kind === 'chapter')
    return <TitleDialog work={work} chapter={editing.chapter} onClose={onClose} />;
  const Dialog = editing.kind === 'lesson' ? NewLessonDialog : ShareItemDialog;
  return <Dialog work={work} chapterId={editing.chapterId} onClose={onClose} />;
}

interface ChapterProps {
  readonly work: WorkDetail;
  readonly chapter: Chapter;
  readonly index: number;
  readonly canEdit: boolean;
  readonly onEdit: (editing: Editing) => void;
}

function ChapterBox({ work, chapter, index, canEdit, onEdit }: ChapterProps): ReactNode {
  const words = useWords(outlineWords);
  const { share } = useWords(shareWords);
  const { locale } = usePreferences();
  const isDivided = hasChapters(work.kind) || work.chapters.length > 1;
  const isFull = chapter.lessons.length >= mostItems(work.kind);
  const sort = useDeed(
    (ids: readonly string[]) => ask('PUT', `/works/${work.id}/chapters/order`, { body: { ids } }),
    {
      refreshes: ['/works'],
    },
  );
  const ids = work.chapters.map(({ id }) => id);
  return (
    <li className="chapter">
      <div className="chapter-head">
        <h2>{isDivided ? chapter.title : itemWords[work.kind].all[locale]}</h2>
        {canEdit && isDivided && (
          <>
            <Moves
              title={chapter.title}
              index={index}
              count={ids.length}
              isBusy={sort.isBusy}
              onMove={(to) => void sort.run(moved(ids, index, to))}
            />
            <IconButton
              label={words.renameChapter}
              icon={<EditOutlined />}
              onClick={() => onEdit({ kind: 'chapter', chapter })}
            />
            <RemoveChapter chapter={chapter} />
          </>
        )}
      </div>
      <Lessons work={work} chapter={chapter} canEdit={canEdit} />
      {canEdit && !isFull && (
        <div className="chapter-foot">
          <Button
            type="text"
            size="small"
            icon={<PlusOutlined />}
            onClick={() => onEdit({ kind: 'lesson', chapterId: chapter.id })}
          >
            {addItemWords[work.kind][locale]}
          </Button>
          <Button
            type="text"
            size="small"
            icon={<LinkOutlined />}
            onClick={() => onEdit({ kind: 'share', chapterId: chapter.id })}
          >
            {share}
          </Button>
        </div>
      )}
    </li>
  );
}

function RemoveChapter({ chapter }: { chapter: Chapter }): ReactNode {
  const words = useWords(outlineWords);
  const confirm = useConfirm();
  const deed = useDeed(() => ask('DELETE', `/chapters/${chapter.id}`), { refreshes: ['/works'] });
  const askFirst = () =>
    confirm({
      title: fill(words.removeChapterTitle, { title: chapter.title, n: chapter.lessons.length }),
      text: words.draftOnly,
      yes: words.removeChapter,
      act: () => deed.run(),
    });
  return <IconButton label={words.removeChapter} icon={<DeleteOutlined />} onClick={askFirst} />;
}
