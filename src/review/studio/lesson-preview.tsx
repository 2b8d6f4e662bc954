import { Button } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import type { LessonDetail } from '#catalog/schema.ts';
import { libraryWords } from '#media/studio/words.ts';
import type { SubmissionDetail } from '#review/schema.ts';
import type { z } from 'zod';
import { ButtonLink } from '#studio/button-link.tsx';
import { apiAddress, useAsk } from '#studio/api.ts';
import { MarkdownPreview } from '#studio/markdown-preview.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { Comments, NewCommentForm, useCommentPassages, useComments } from './comments.tsx';
import { stageStudioWords } from './words.ts';

type Lesson = z.infer<typeof LessonDetail>;

/** A lesson of a draft as learners will see it, its media included, with what reviewers say of it. */
export function LessonPreview({
  id,
  submission,
  passages,
}: {
  id: string;
  submission: SubmissionDetail;
  /** What to mark in its text. */
  passages: readonly string[];
}): ReactNode {
  const { workId } = submission;
  const words = useWords(stageStudioWords);
  const query = useAsk<Lesson>(`/lessons/${id}/draft`);
  const [root, setRoot] = useState<HTMLElement>();
  const comments = useComments(workId, id);
  const commented = useCommentPassages(comments);
  const marked = useMemo(() => [...passages, ...commented], [passages, commented]);
  return (
    <Answer of={query}>
      {(lesson) => (
        <div className="reviewed">
          <div className="stack">
            <Medium lesson={lesson} />
            <MarkdownPreview
              workId={workId}
              text={lesson.body}
              passages={marked}
              onRead={setRoot}
            />
          </div>
          <aside className="stack" aria-label={words.comments}>
            <h3>{words.comments}</h3>
            <Comments comments={comments} root={root} />
            {submission.may.decide ? (
              <NewCommentForm submissionId={submission.id} lessonId={id} root={root} />
            ) : (
              <EditLink submission={submission} lessonId={id} />
            )}
          </aside>
        </div>
      )}
    </Answer>
  );
}

function EditLink({
  submission: { workId, creatorId, state },
  lessonId,
}: {
  submission: SubmissionDetail;
  lessonId: string;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const { user } = useSession();
  if (user.id !== creatorId || state === 'open') return null;
  return (
    <ButtonLink to="/works/$id/lessons/$lessonId" params={{ id: workId, lessonId }}>
      {words.edit}
    </ButtonLink>
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
