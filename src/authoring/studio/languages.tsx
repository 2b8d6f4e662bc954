import { TranslationOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail, WorkDetail } from '#catalog/schema.ts';
import { fill, type Locale } from '#kernel/locale.ts';
import { ask } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { languageNames, tongueWords } from './words.ts';

interface Props {
  readonly work: WorkDetail;
  readonly lesson: LessonDetail;
  readonly isLocked: boolean;
}

/** Where one goes to write a lesson. */
function useWayTo(work: WorkDetail): (lessonId: string) => void {
  const navigate = useNavigate();
  return (lessonId) =>
    void navigate({ to: '/works/$id/lessons/$lessonId', params: { id: work.id, lessonId } });
}

/** Which language of a lesson is written; the other one is begun here, or gone to. */
export function Languages({ work, lesson, isLocked }: Props): ReactNode {
  const words = useWords(tongueWords);
  const go = useWayTo(work);
  const [own, other] = work.language === 'en' ? (['en', 'zh'] as const) : (['zh', 'en'] as const);
  if (!lesson.tongue)
    return isLocked ? null : <Begin work={work} lessonId={lesson.id} language={other} />;
  const ids = { [own]: lesson.originalId ?? lesson.id, [lesson.tongue.language]: lesson.tongue.id };
  return (
    <Segmented
      aria-label={words.language}
      value={lesson.id}
      onChange={go}
      options={Object.entries(ids).map(([language, value]) => ({
        value,
        label: <span lang={language}>{languageNames[language as Locale]}</span>,
      }))}
    />
  );
}

function Begin({
  work,
  lessonId,
  language,
}: {
  work: WorkDetail;
  lessonId: string;
  language: Locale;
}): ReactNode {
  const words = useWords(tongueWords);
  const go = useWayTo(work);
  const deed = useDeed(() => ask<{ id: string }>('POST', `/lessons/${lessonId}/tongue`), {
    done: words.begun,
    refreshes: ['/works', '/lessons'],
    next: ({ id }) => go(id),
  });
  return (
    <Button icon={<TranslationOutlined />} loading={deed.isBusy} onClick={() => void deed.run()}>
      {words[language === 'en' ? 'beginEn' : 'beginZh']}
    </Button>
  );
}

/** Takes what a lesson says in its second language out of the draft. */
export function RemoveTongue({ work, lesson }: Omit<Props, 'isLocked'>): ReactNode {
  const words = useWords(tongueWords);
  const isEnglish = lesson.tongue?.language !== 'zh';
  const confirm = useConfirm();
  const go = useWayTo(work);
  const deed = useDeed(() => ask('DELETE', `/lessons/${lesson.id}`), {
    refreshes: ['/works', '/lessons'],
    next: () => lesson.originalId && go(lesson.originalId),
  });
  const askFirst = () =>
    confirm({
      title: fill(words[isEnglish ? 'removeEn' : 'removeZh'], { title: lesson.title }),
      text: words.removeText,
      yes: words.remove,
      act: () => deed.run(),
    });
  return (
    <Button danger onClick={askFirst}>
      {words.remove}
    </Button>
  );
}
