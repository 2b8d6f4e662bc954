import { fill } from '#kernel/locale.ts';
import { DeleteOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { useState, type DragEvent, type ReactNode } from 'react';
import { formatDuration } from '#kernel/time.ts';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { sayAccess } from '../words.ts';
import { IconButton, moved, Moves } from './outline-buttons.tsx';
import { lessonKindWords, outlineWords } from './words.ts';

type Chapter = WorkDetail['chapters'][number];
type Lesson = Chapter['lessons'][number];

const dragged = 'text/lesson';

/** The lessons of a chapter; one that is dragged here from another chapter moves in. */
export function Lessons({
  work,
  chapter,
  canEdit,
}: {
  work: WorkDetail;
  chapter: Chapter;
  canEdit: boolean;
}): ReactNode {
  const words = useWords(outlineWords);
  const { over, isBusy, move, dropAt } = useOrder(chapter);
  const { lessons } = chapter;
  return (
    <ol className="lessons">
      {lessons.map((lesson, index) => (
        // Dragging is a shortcut: the buttons in the row do the same for everybody.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <li
          key={lesson.id}
          className={over === index ? 'lesson is-over' : 'lesson'}
          draggable={canEdit}
          onDragStart={(event) => event.dataTransfer.setData(dragged, lesson.id)}
          {...(canEdit ? dropAt(index) : {})}
        >
          <LessonLine work={work} lesson={lesson} />
          {canEdit && (
            <span className="lesson-tools">
              <Moves
                title={lesson.title}
                index={index}
                count={lessons.length}
                isBusy={isBusy}
                onMove={(to) => move(index, to)}
              />
              <RemoveLesson lesson={lesson} />
            </span>
          )}
        </li>
      ))}
      {lessons.length === 0 && (
        <li className="lesson quiet" {...(canEdit ? dropAt(0) : {})}>
          {words.noLessons}
        </li>
      )}
    </ol>
  );
}

/** Changes the order of a chapter's lessons, by moves and by drops. */
function useOrder(chapter: Chapter) {
  const [over, setOver] = useState<number>();
  const path = `/chapters/${chapter.id}/lessons/order`;
  const sort = useDeed((order: readonly string[]) => ask('PUT', path, { body: { ids: order } }), {
    refreshes: ['/works'],
  });
  const ids = chapter.lessons.map(({ id }) => id);
  const drop = (id: string, place: number) => {
    setOver(undefined);
    if (!id || ids[place] === id) return;
    const before = ids.slice(0, place).filter((known) => known !== id).length;
    void sort.run(ids.filter((known) => known !== id).toSpliced(before, 0, id));
  };
  return {
    over,
    isBusy: sort.isBusy,
    move: (from: number, to: number) => void sort.run(moved(ids, from, to)),
    dropAt: (place: number) => ({
      onDragOver: (event: DragEvent) => {
        event.preventDefault();
        setOver(place);
      },
      onDragLeave: () => setOver(undefined),
      onDrop: (event: DragEvent) => drop(event.dataTransfer.getData(dragged), place),
    }),
  };
}

function LessonLine({ work, lesson }: { work: WorkDetail; lesson: Lesson }): ReactNode {
  const words = useWords(outlineWords);
  const kinds = useWords(lessonKindWords);
  const { locale } = usePreferences();
  const when = sayAccess(lesson, work, locale);
  return (
    <>
      <Tag>{kinds[lesson.kind]}</Tag>
      <Link
        to="/works/$id/lessons/$lessonId"
        params={{ id: work.id, lessonId: lesson.id }}
        className="name"
      >
        {lesson.title}
      </Link>
      {lesson.isTrial && <Tag color="success">{words.trial}</Tag>}
      {!lesson.isTrial && when && <span className="quiet">{when}</span>}
      {lesson.durationSec > 0 && (
        <span className="quiet number">{formatDuration(lesson.durationSec)}</span>
      )}
    </>
  );
}

function RemoveLesson({ lesson }: { lesson: Lesson }): ReactNode {
  const words = useWords(outlineWords);
  const confirm = useConfirm();
  const deed = useDeed(() => ask('DELETE', `/lessons/${lesson.id}`), { refreshes: ['/works'] });
  const askFirst = () =>
    confirm({
      title: fill(words.removeLessonTitle, { title: lesson.title }),
      text: words.draftOnly,
      yes: words.removeLesson,
      act: () => deed.run(),
    });
  return <IconButton label={words.removeLesson} icon={<DeleteOutlined />} onClick={askFirst} />;
}
