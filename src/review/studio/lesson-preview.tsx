import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { LessonDetail } from '#catalog/schema.ts';
import { libraryWords } from '#media/studio/words.ts';
import type { z } from 'zod';
import { apiAddress, useAsk } from '#studio/api.ts';
import { MarkdownPreview } from '#studio/markdown-preview.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';

type Lesson = z.infer<typeof LessonDetail>;

/** A lesson of a draft as learners will see it, its media included. */
export function LessonPreview({
  id,
  workId,
  passages,
}: {
  id: string;
  workId: string;
  /** What to mark in its text. */
  passages: readonly string[];
}): ReactNode {
  const query = useAsk<Lesson>(`/lessons/${id}/draft`);
  return (
    <Answer of={query}>
      {(lesson) => (
        <div className="stack">
          <Medium lesson={lesson} />
          <MarkdownPreview workId={workId} text={lesson.body} passages={passages} />
        </div>
      )}
    </Answer>
  );
}

function Medium({ lesson }: { lesson: Lesson }): ReactNode {
  const words = useWords(libraryWords);
  if (!lesson.assetId || lesson.kind === 'text') return null;
  const address = apiAddress(`/assets/${lesson.assetId}/file`);
  if (lesson.kind === 'audio') {
    // Subtitles belong to the learner's player; here the recording itself is judged.
    // oxlint-disable-next-line jsx-a11y/media-has-caption
    return <audio controls preload="none" src={address} className="fills" />;
  }
  if (lesson.kind === 'video') {
    return (
      <Button href={`/preview/lessons/${lesson.id}`} target="_blank" rel="noreferrer">
        {words.open}
      </Button>
    );
  }
  return (
    <Button href={address} target="_blank" rel="noreferrer">
      {words.open}
    </Button>
  );
}
