import { Link, useParams } from '@tanstack/react-router';
import { Alert, Card, Collapse, Descriptions, Tag } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { lessonKindWords, partWords, workWords } from '#catalog/studio/words.ts';
import { kindWords, sayAccess } from '#catalog/words.ts';
import type { WorkCheckItem } from '#moderation/schema.ts';
import { Findings } from '#moderation/studio/findings.tsx';
import type { SubmissionDetail } from '#review/schema.ts';
import { useAsk } from '#studio/api.ts';
import { sayInstant, sayMoney } from '#studio/format.ts';
import { MarkdownPreview } from '#studio/markdown-preview.tsx';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Picture } from '#studio/picture.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { StateTag } from '#studio/state-tag.tsx';
import { languageNames } from '#authoring/studio/words.ts';
import { fill, type Locale } from '#kernel/locale.ts';
import { Compared, type Pair } from './compared.tsx';
import { BeijingTime } from './publish-time.tsx';
import { Decision } from './decision.tsx';
import { LessonPreview } from './lesson-preview.tsx';
import { Standing, submissionTones } from './standing.tsx';
import { Taking } from './taking.tsx';
import { Verdicts } from './verdicts.tsx';
import { submissionWords } from '../words.ts';
import { changeWords, reviewWords, stageStudioWords } from './words.ts';

/** One submission: what it says, what it changes, and the decision. */
export function SubmissionScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const query = useAsk<SubmissionDetail>(`/submissions/${id}`);
  const [opened, setOpened] = useState<readonly string[]>([]);
  return (
    <Answer of={query}>
      {(submission) => (
        <Screen
          title={submission.workTitle}
          lead={<Lead submission={submission} />}
          actions={
            submission.state === 'open' && (
              <>
                <Taking submission={submission} />
                {submission.may.decide && <Decision submission={submission} />}
              </>
            )
          }
        >
          {submission.may.why && <MayNot why={submission.may.why} />}
          <div className="split">
            <Content submission={submission} opened={opened} onOpen={setOpened} />
            <div className="stack">
              <Verdicts verdicts={submission.verdicts} />
              <Findings
                workId={submission.workId}
                mayCheck={false}
                onGo={({ id: lessonId }) => lessonId && setOpened([lessonId])}
              />
              <Facts submission={submission} />
              <Changes submission={submission} />
            </div>
          </div>
        </Screen>
      )}
    </Answer>
  );
}

function MayNot({ why }: { why: string }): ReactNode {
  const { mayNot } = useWords(stageStudioWords);
  return <Alert type="info" showIcon title={mayNot} description={why} className="gap-below" />;
}

function Lead({ submission }: { submission: SubmissionDetail }): ReactNode {
  return (
    <span className="row">
      {submission.creatorName}
      <StateTag of={submission.state} words={submissionWords} tones={submissionTones} />
      {submission.state === 'open' && <Standing submission={submission} />}
      <span className="number">{sayInstant(submission.submittedAt)}</span>
    </span>
  );
}

function Content({
  submission,
  opened,
  onOpen,
}: {
  submission: SubmissionDetail;
  /** The lessons whose texts are shown. */
  opened: readonly string[];
  onOpen: (ids: readonly string[]) => void;
}): ReactNode {
  const words = useWords(reviewWords);
  const { draft, chapters, workId } = submission;
  const passagesOf = usePassages(workId);
  return (
    <div className="stack">
      <Card title={<h2>{words.draft}</h2>}>
        <div className="stack">
          {draft.subtitle && <p className="quiet">{draft.subtitle}</p>}
          <p>{draft.summary}</p>
          <Compared pair={facePair(submission)}>
            <MarkdownPreview workId={workId} text={draft.description} />
            <EnglishFace submission={submission} />
          </Compared>
        </div>
      </Card>
      <Parts parts={submission.parts} />
      {chapters.map((chapter) => (
        <Card key={chapter.id} title={<h2>{chapter.title}</h2>} styles={{ body: { padding: 0 } }}>
          <Collapse
            ghost
            destroyOnHidden
            activeKey={[...opened]}
            onChange={(keys) => onOpen(keysIn(chapters, opened, chapter.id, keys))}
            items={chapter.lessons.flatMap(inEachLanguage).map((lesson) => ({
              key: lesson.id,
              label: <LessonLabel submission={submission} lesson={lesson} />,
              children: (
                <Compared pair={lessonPair(submission, lesson.id)}>
                  <LessonPreview
                    id={lesson.id}
                    submission={submission}
                    passages={passagesOf(lesson.id)}
                  />
                </Compared>
              ),
            }))}
          />
        </Card>
      ))}
    </div>
  );
}

/** What a work says of itself to English readers. */
function EnglishFace({
  submission: { workId, draft },
}: {
  submission: SubmissionDetail;
}): ReactNode {
  const { titleEn, subtitleEn, summaryEn, descriptionEn } = draft;
  if (!titleEn && !subtitleEn && !summaryEn && !descriptionEn) return null;
  return (
    <section lang="en" className="stack">
      <LanguageTag language="en" />
      {titleEn && <h3>{titleEn}</h3>}
      {subtitleEn && <p className="quiet">{subtitleEn}</p>}
      {summaryEn && <p>{summaryEn}</p>}
      {descriptionEn && <MarkdownPreview workId={workId} text={descriptionEn} />}
    </section>
  );
}

type Lesson = SubmissionDetail['chapters'][number]['lessons'][number];

/** A lesson as it is told in one language. */
type Told = Lesson & { readonly language: Locale | null };

/** A lesson, and what it says in a second language as one of its own. */
function inEachLanguage(lesson: Lesson): Told[] {
  const own = { ...lesson, language: null };
  return lesson.tongue ? [own, { ...own, ...lesson.tongue }] : [own];
}

function LessonLabel({
  submission: { chapters, draft },
  lesson,
}: {
  submission: SubmissionDetail;
  lesson: Told;
}): ReactNode {
  const kinds = useWords(lessonKindWords);
  const { locale } = usePreferences();
  return (
    <span className="row">
      <Tag>{kinds[lesson.kind]}</Tag>
      <LanguageTag language={lesson.language} />
      <span lang={lesson.language ?? undefined}>{lesson.title}</span>
      <span className="quiet">
        {sayAccess(lesson, { chapters, isInOrder: draft.isInOrder }, locale)}
      </span>
    </span>
  );
}

/** Which language it is, where it is not the work's own. */
function LanguageTag({ language }: { language: Locale | null }): ReactNode {
  return language && <Tag color="geekblue">{languageNames[language]}</Tag>;
}

function facePair({ workId, face: { draftId, liveId } }: SubmissionDetail): Pair | undefined {
  return liveId ? { path: `/works/${workId}`, draftId, liveId } : undefined;
}

function lessonPair({ lessons }: SubmissionDetail, id: string): Pair | undefined {
  const { draftId, liveId } = lessons.find((lesson) => lesson.id === id) ?? {};
  return draftId && liveId ? { path: `/lessons/${id}`, draftId, liveId } : undefined;
}

/** The lessons that are open when those of one chapter are `keys`. */
function keysIn(
  chapters: SubmissionDetail['chapters'],
  opened: readonly string[],
  chapterId: string,
  keys: readonly string[],
): string[] {
  const own = new Set(
    chapters
      .find(({ id }) => id === chapterId)
      ?.lessons.flatMap(inEachLanguage)
      .map((lesson) => lesson.id),
  );
  return [...opened.filter((id) => !own.has(id)), ...keys.filter((id) => own.has(id))];
}

const nothing: readonly string[] = [];

/** What the machine found in each lesson, to be marked in its text. */
function usePassages(workId: string): (lessonId: string) => readonly string[] {
  const { data } = useAsk<WorkCheckItem>(`/works/${workId}/check`);
  const byLesson = useMemo(() => {
    const found = new Map<string, string[]>();
    for (const { id, field, hit } of data?.findings ?? [])
      if (id && field === 'body' && hit) found.set(id, [...(found.get(id) ?? []), hit]);
    return found;
  }, [data]);
  return (lessonId) => byLesson.get(lessonId) ?? nothing;
}

function Facts({ submission }: { submission: SubmissionDetail }): ReactNode {
  const words = useWords(reviewWords);
  const works = useWords(workWords);
  const { draft, price, note, reasons, publishAt } = submission;
  const rows: readonly (readonly [string, ReactNode])[] = [
    [words.price, price === null ? works.unpriced : price === 0 ? words.free : sayMoney(price)],
    [works.tags, draft.tags.join('、') || '—'],
    ...(note ? [[words.note, note] as const] : []),
    ...(publishAt ? [[words.publishAt, <BeijingTime key="at" at={publishAt} />] as const] : []),
    ...(reasons ? [[words.reasons, reasons] as const] : []),
  ];
  return (
    <Card cover={<Picture assetId={draft.coverId} />}>
      <Descriptions
        size="small"
        column={1}
        items={rows.map(([label, children]) => ({ key: label, label, children }))}
      />
    </Card>
  );
}

function Changes({ submission }: { submission: SubmissionDetail }): ReactNode {
  const words = useWords(reviewWords);
  const works: Readonly<Record<string, string>> = useWords(workWords);
  const { isFirst, changedFields, lessons } = submission;
  const fields = changedFields.map((name) => works[name.replace('Id', '')] ?? name);
  return (
    <Card title={<h2>{words.changes}</h2>}>
      <div className="stack">
        {isFirst && <p>{words.first}</p>}
        {!isFirst && fields.length > 0 && (
          <p>
            {words.fields}: {fields.join('、')}
          </p>
        )}
        {!isFirst && fields.length + lessons.length === 0 && (
          <p className="quiet">{words.noChanges}</p>
        )}
        <ul className="facts">
          {lessons.map(({ id, title, language, change }) => (
            <li key={id}>
              <span>
                {title} <LanguageTag language={language} />
              </span>
              <StateTag
                of={change}
                words={changeWords}
                tones={{ added: 'success', changed: 'warning', removed: 'error' }}
              />
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}

/** The works of a bundle, each with what it costs alone. */
function Parts({ parts }: Pick<SubmissionDetail, 'parts'>): ReactNode {
  const words = useWords(partWords);
  const kinds = useWords(kindWords);
  if (parts.length === 0) return null;
  return (
    <Card title={<h2>{words.parts}</h2>}>
      <ul className="lessons">
        {parts.map(({ id, kind, title, price }) => (
          <li key={id} className="lesson">
            <Tag>{kinds[kind]}</Tag>
            <Link to="/works/$id" params={{ id }} className="name">
              {title}
            </Link>
            <span className="quiet number">
              {price === null ? words.unpriced : fill(words.alone, { price: sayMoney(price) })}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
