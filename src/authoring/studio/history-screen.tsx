import { fill } from '#kernel/locale.ts';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Empty, Select, Tag } from 'antd';
import { useState, type ReactNode } from 'react';
import type { WorkDetail } from '#catalog/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { sayInstant } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import type { Difference, VersionItem } from '../schema.ts';
import { originWords } from '../words.ts';
import './authoring.css';
import { DifferencePanel } from './difference.tsx';
import { editorWords, historyWords } from './words.ts';

/** What has a history: a lesson, or what a work says of itself. */
interface Subject {
  readonly path: string;
  readonly back: ReactNode;
  readonly canRestore: boolean;
}

/** What a lesson said, save by save. */
export function LessonHistoryScreen(): ReactNode {
  const { id = '', lessonId = '' }: { id?: string; lessonId?: string } = useParams({
    strict: false,
  });
  const words = useWords(editorWords);
  const back = (
    <Link to="/works/$id/lessons/$lessonId" params={{ id, lessonId }}>
      {words.backToLesson}
    </Link>
  );
  return <HistoryOf workId={id} path={`/lessons/${lessonId}`} back={back} />;
}

/** What a work said of itself, save by save. */
export function WorkHistoryScreen(): ReactNode {
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const words = useWords(editorWords);
  const back = (
    <Link to="/works/$id" params={{ id }}>
      {words.back}
    </Link>
  );
  return <HistoryOf workId={id} path={`/works/${id}`} back={back} />;
}

function HistoryOf({
  workId,
  path,
  back,
}: {
  workId: string;
  path: string;
  back: ReactNode;
}): ReactNode {
  const words = useWords(historyWords);
  const { may } = useSession();
  const work = useAsk<WorkDetail>(`/works/${workId}`);
  const [pages, setPages] = useState<readonly (string | undefined)[]>([undefined]);
  const canRestore = may('version.keep') && work.data?.may.edit === true && !work.data.isSubmitted;
  const subject = { path, back, canRestore };
  return (
    <Screen title={words.title} lead={words.lead} actions={back}>
      <div className="history">
        <nav aria-label={words.versions}>
          <ol className="versions">
            {pages.map((cursor, at) => (
              <VersionPage
                key={cursor ?? ''}
                path={path}
                cursor={cursor}
                isFirst={at === 0}
                onMore={at === pages.length - 1 ? (next) => setPages([...pages, next]) : undefined}
              />
            ))}
          </ol>
        </nav>
        <Comparison subject={subject} />
      </div>
    </Screen>
  );
}

interface Chosen {
  readonly from?: string;
  readonly to?: string;
}

function useChosen(): [Chosen, (chosen: Chosen) => void] {
  const { from, to }: Chosen = useSearch({ strict: false });
  const navigate = useNavigate();
  const choose = (chosen: Chosen) =>
    void navigate({ to: '.', search: { from, to, ...chosen }, replace: true });
  return [{ ...(from ? { from } : {}), ...(to ? { to } : {}) }, choose];
}

function VersionPage({
  path,
  cursor,
  isFirst,
  onMore,
}: {
  path: string;
  cursor: string | undefined;
  isFirst: boolean;
  onMore: ((cursor: string) => void) | undefined;
}): ReactNode {
  const words = useWords(historyWords);
  const query = useAsk<Page<VersionItem>>(`${path}/versions`, { cursor, limit: 50 });
  const [chosen, choose] = useChosen();
  return (
    <Answer of={query}>
      {({ items, nextCursor }) => (
        <>
          {items.map((version, at) => (
            <VersionLine
              key={version.id}
              version={version}
              isChosen={(chosen.to ?? (isFirst ? items[0]?.id : undefined)) === version.id}
              onChoose={() => choose({ to: version.id, from: items[at + 1]?.id ?? version.id })}
            />
          ))}
          {nextCursor && onMore && (
            <li>
              <Button size="small" onClick={() => onMore(nextCursor)}>
                {words.older}
              </Button>
            </li>
          )}
        </>
      )}
    </Answer>
  );
}

function VersionLine({
  version,
  isChosen,
  onChoose,
}: {
  version: VersionItem;
  isChosen: boolean;
  onChoose: () => void;
}): ReactNode {
  const words = useWords(historyWords);
  const origins = useWords(originWords);
  const { authorName, length, savedAt, origin } = version;
  return (
    <li>
      <button
        type="button"
        className={isChosen ? 'version is-chosen' : 'version'}
        aria-current={isChosen}
        onClick={onChoose}
      >
        <span className="number">{sayInstant(savedAt)}</span>
        <span>{origins[origin]}</span>
        <Marks version={version} />
        <small className="quiet">
          {fill(words.by, { who: authorName ?? words.house, n: length })}
        </small>
      </button>
    </li>
  );
}

function Marks({ version }: { version: VersionItem }): ReactNode {
  const words = useWords(historyWords);
  const { isDraft, isLive, publishedAt, submittedAt } = version;
  return (
    <span className="row">
      {isDraft && <Tag color="processing">{words.draft}</Tag>}
      {isLive && <Tag color="success">{words.live}</Tag>}
      {!isLive && publishedAt && <Tag>{words.published}</Tag>}
      {!publishedAt && submittedAt && <Tag>{words.submitted}</Tag>}
    </span>
  );
}

function Comparison({ subject }: { subject: Subject }): ReactNode {
  const words = useWords(historyWords);
  const { data } = useAsk<Page<VersionItem>>(`${subject.path}/versions`, { limit: 50 });
  const [chosen, choose] = useChosen();
  const items = data?.items ?? [];
  const to = chosen.to ?? items[0]?.id;
  const from = chosen.from ?? items[1]?.id;
  if (!to || !from) return <Empty description={words.only} image={Empty.PRESENTED_IMAGE_SIMPLE} />;
  return (
    <div className="stack">
      <div className="row">
        <Sides items={items} from={from} to={to} onChoose={choose} />
        {subject.canRestore && <Restore subject={subject} id={to} items={items} />}
      </div>
      <Compared path={subject.path} from={from} to={to} />
    </div>
  );
}

function Sides({
  items,
  from,
  to,
  onChoose,
}: {
  items: readonly VersionItem[];
  from: string;
  to: string;
  onChoose: (chosen: Chosen) => void;
}): ReactNode {
  const words = useWords(historyWords);
  const { locale } = usePreferences();
  const options = items.map(({ id, savedAt, origin }) => ({
    value: id,
    label: `${sayInstant(savedAt)} ${originWords[origin][locale]}`,
  }));
  const known = (id: string) =>
    options.some(({ value }) => value === id) ? options : [...options, { value: id, label: '…' }];
  return (
    <>
      <Select
        aria-label={words.compareFrom}
        value={from}
        options={known(from)}
        onChange={(value) => onChoose({ from: value })}
      />
      <Select
        aria-label={words.compareTo}
        value={to}
        options={known(to)}
        onChange={(value) => onChoose({ to: value })}
      />
    </>
  );
}

function Compared({ path, from, to }: { path: string; from: string; to: string }): ReactNode {
  const body = { from: { version: from }, to: { version: to } };
  const query = useQuery<Difference>({
    queryKey: [`${path}/difference`, body],
    queryFn: () => ask<Difference>('POST', `${path}/difference`, { body }),
  });
  return <Answer of={query}>{(difference) => <DifferencePanel difference={difference} />}</Answer>;
}

function Restore({
  subject,
  id,
  items,
}: {
  subject: Subject;
  id: string;
  items: readonly VersionItem[];
}): ReactNode {
  const words = useWords(historyWords);
  const confirm = useConfirm();
  const version = items.find((one) => one.id === id);
  const deed = useDeed(
    () => ask('POST', `${subject.path}/versions/${id}/restoration`, { body: {} }),
    { done: words.restored, refreshes: ['/works', '/lessons'] },
  );
  if (version?.isDraft) return null;
  const at = version ? sayInstant(version.savedAt) : '';
  return (
    <Button
      loading={deed.isBusy}
      onClick={() =>
        confirm({
          title: fill(words.restoreTitle, { at }),
          text: words.restoreText,
          yes: words.restore,
          isDangerous: false,
          act: () => deed.run(),
        })
      }
    >
      {words.restore}
    </Button>
  );
}
