import { fill } from '#kernel/locale.ts';
import { Card } from 'antd';
import type { ReactNode } from 'react';
import { LessonScreen } from '#authoring/studio/lesson-screen.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Comments, useComments } from './comments.tsx';
import { stageStudioWords } from './words.ts';

/** The place to write a lesson, with what reviewers said of it. */
export function ReviewedLessonScreen(): ReactNode {
  return <LessonScreen Aside={LessonComments} />;
}

function LessonComments({ workId, lessonId }: { workId: string; lessonId: string }): ReactNode {
  const { toDo } = useWords(stageStudioWords);
  const comments = useComments(workId, lessonId);
  const open = comments.filter(({ settledAt }) => settledAt === null);
  if (comments.length === 0) return null;
  return (
    <Card title={<h2>{fill(toDo, { n: open.length })}</h2>} className="gap-below">
      <Comments comments={comments} />
    </Card>
  );
}
