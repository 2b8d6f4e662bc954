import { fill } from '#kernel/locale.ts';
import { ArrowLeftOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, App, Button, Input, Switch } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import type { LessonDetail, WorkDetail } from '#catalog/schema.ts';
import { ShareNotice } from '#catalog/studio/share-notice.tsx';
import { ButtonLink } from '#studio/button-link.tsx';
import { useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useMedia, useWords } from '#studio/preferences.tsx';
import { Answer } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { shellWords } from '#studio/words.ts';
import './authoring.css';
import { ConflictDialog } from './conflict.tsx';
import { MarkdownEditor, type EditorHandle } from './editor/markdown-editor.tsx';
import { Languages } from './languages.tsx';
import { LessonSettings } from './lesson-settings.tsx';
import { PreviewPane, type PreviewHandle } from './preview-pane.tsx';
import { SaveStatus } from './save-status.tsx';
import type { SaveState } from './saver.ts';
import {
  putAside,
  readLesson,
  useLesson,
  type LessonStart,
  type OpenLesson,
} from './use-lesson.ts';
import { editorWords } from './words.ts';

/** What stands above a text besides the house's own words. */
type Aside = (props: { workId: string; lessonId: string }) => ReactNode;

/** One lesson of a draft: the place to write it. */
export function LessonScreen({ Aside }: { Aside: Aside }): ReactNode {
  const { id = '', lessonId = '' }: { id?: string; lessonId?: string } = useParams({
    strict: false,
  });
  const { user } = useSession();
  const work = useAsk<WorkDetail>(`/works/${id}`);
  // Read anew each time: an old answer would be an old text.
  const start = useQuery({
    queryKey: ['writing', lessonId],
    queryFn: () => readLesson(user.id, lessonId),
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  return (
    <Answer of={work}>
      {(detail) => (
        <Answer of={start}>
          {(read) => (
            <Desk
              // Given its own text, an item is opened anew.
              key={`${read.lesson.id}${read.lesson.sharesId ?? ''}`}
              work={detail}
              start={read}
              Aside={Aside}
              onOwn={() => void start.refetch()}
            />
          )}
        </Answer>
      )}
    </Answer>
  );
}

function Desk({
  work,
  start,
  Aside,
  onOwn,
}: {
  work: WorkDetail;
  start: LessonStart;
  Aside: Aside;
  onOwn: () => void;
}): ReactNode {
  const words = useWords(editorWords);
  const { studio } = useWords(shellWords);
  const editor = useRef<EditorHandle>(null);
  const preview = useRef<PreviewHandle>(null);
  const [length, setLength] = useState(start.fields.body.length);
  const open = useLesson(start, (text) => editor.current?.setText(text));
  const looks = useLooks();
  const isLocked = !work.may.edit || work.isSubmitted;
  const { fields, state, saver } = open;
  const write = (body: string) => {
    open.change({ body });
    setLength(body.length);
    preview.current?.show(body);
  };
  return (
    <div className={looks.isPreview ? 'desk with-preview' : 'desk'}>
      <title>{`${fields.title} · ${studio}`}</title>
      <DeskHead work={work} lesson={start.lesson} open={open} isLocked={isLocked} looks={looks} />
      <Notices start={start} open={open} isLocked={isLocked} />
      <ShareNotice lesson={start.lesson} isLocked={isLocked} onOwn={onOwn} />
      <Aside workId={work.id} lessonId={start.lesson.id} />
      <div className="desk-panes">
        <MarkdownEditor
          ref={editor}
          workId={work.id}
          label={words.body}
          text={start.fields.body}
          isLocked={isLocked || start.lesson.sharesId !== null}
          isSource={looks.isSource}
          onChange={write}
          onPlace={(text, at) => preview.current?.follow(text, at)}
          onSave={() => void saver.save()}
        />
        {looks.isPreview && <PreviewPane ref={preview} workId={work.id} text={saver.fields.body} />}
      </div>
      <p className="quiet number">{fill(words.length, { n: length })}</p>
      {state.kind === 'conflict' && (
        <ConflictDialog
          lessonId={start.lesson.id}
          base={saver.base.fields}
          mine={saver.fields}
          theirs={state.theirs}
          onResolved={(to) => open.resolve(state.theirs, to)}
        />
      )}
    </div>
  );
}

interface Looks {
  readonly isPreview: boolean;
  readonly isSource: boolean;
  setPreview(isOn: boolean): void;
  setSource(isOn: boolean): void;
}

/** How one likes to write, kept on this device. */
function useLooks(): Looks {
  const isWide = useMedia('(min-width: 1100px)');
  const [isPreview, setPreview] = useKept('studio-preview', isWide);
  const [isSource, setSource] = useKept('studio-source', false);
  return { isPreview, isSource, setPreview, setSource };
}

function useKept(key: string, usual: boolean): [boolean, (isOn: boolean) => void] {
  const [isOn, setOn] = useState(() => {
    const kept = localStorage.getItem(key);
    return kept === null ? usual : kept === 'yes';
  });
  const keep = (next: boolean) => {
    localStorage.setItem(key, next ? 'yes' : 'no');
    setOn(next);
  };
  return [isOn, keep];
}

interface HeadProps {
  readonly work: WorkDetail;
  readonly lesson: LessonDetail;
  readonly open: OpenLesson;
  readonly isLocked: boolean;
  readonly looks: Looks;
}

function DeskHead({ work, lesson, open, isLocked, looks }: HeadProps): ReactNode {
  const words = useWords(editorWords);
  const [isSetting, setSetting] = useState(false);
  const { fields, state, saver } = open;
  return (
    <header className="desk-head">
      <h1 className="hidden">{fields.title}</h1>
      <Link to="/works/$id" params={{ id: work.id }} className="desk-back">
        <ArrowLeftOutlined /> {words.back}: {work.title}
      </Link>
      <Input
        variant="borderless"
        size="large"
        className="desk-title"
        aria-label={words.title}
        value={fields.title}
        maxLength={120}
        disabled={isLocked}
        status={fields.title.trim() === '' ? 'error' : ''}
        onChange={(event) => open.change({ title: event.target.value })}
      />
      <div className="desk-tools">
        {isLocked ? (
          <span className="save-state">{words.locked}</span>
        ) : (
          <SaveStatus state={state} />
        )}
        <Languages work={work} lesson={lesson} isLocked={isLocked} />
        <span className="spring" />
        <Toggle label={words.source} isOn={looks.isSource} onChange={looks.setSource} />
        <Toggle label={words.preview} isOn={looks.isPreview} onChange={looks.setPreview} />
        <Button onClick={() => setSetting(true)}>{words.settings}</Button>
        <ButtonLink
          to="/works/$id/lessons/$lessonId/history"
          params={{ id: work.id, lessonId: open.lessonId }}
        >
          {words.history}
        </ButtonLink>
        {!isLocked && <KeepVersion saver={saver} />}
      </div>
      {isSetting && (
        <LessonSettings
          work={work}
          lesson={lesson}
          open={open}
          isLocked={isLocked}
          onClose={() => setSetting(false)}
        />
      )}
    </header>
  );
}

function KeepVersion({ saver }: Pick<OpenLesson, 'saver'>): ReactNode {
  const words = useWords(editorWords);
  const { message } = App.useApp();
  const keep = async () => {
    await saver.save();
    if (!saver.isDirty) message.success(words.versionKept);
  };
  return (
    <Button type="primary" onClick={() => void keep()}>
      {words.saveNow}
    </Button>
  );
}

function Toggle({
  label,
  isOn,
  onChange,
}: {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}): ReactNode {
  return (
    <span className="desk-switch">
      <Switch size="small" aria-label={label} checked={isOn} onChange={onChange} /> {label}
    </span>
  );
}

/** What the writer has to know: what was found, what others saved, what was refused. */
function Notices({
  start,
  open,
  isLocked,
}: {
  start: LessonStart;
  open: OpenLesson;
  isLocked: boolean;
}): ReactNode {
  const words = useWords(editorWords);
  const { adopted, state, fields } = open;
  const who = adopted?.authorName ?? words.someone;
  return (
    <div className="desk-notices">
      {start.isFound && !isLocked && <Alert type="info" showIcon closable title={words.found} />}
      {adopted && <Alert type="info" showIcon title={fill(words.adopted, { who })} />}
      {fields.title.trim() === '' && <Alert type="warning" showIcon title={words.titleNeeded} />}
      {state.kind === 'refused' && <Refused state={state} open={open} />}
    </div>
  );
}

function Refused({
  state,
  open,
}: {
  state: Extract<SaveState, { kind: 'refused' }>;
  open: OpenLesson;
}): ReactNode {
  const words = useWords(editorWords);
  const aside = useDeed(() => putAside(open.lessonId, open.saver.fields), {
    done: words.keptAside,
  });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={`${words.refused}: ${state.message}`}
      action={
        <span className="row">
          <Button size="small" onClick={() => open.saver.retry()}>
            {words.retry}
          </Button>
          <Button size="small" loading={aside.isBusy} onClick={() => void aside.run()}>
            {words.keepAside}
          </Button>
        </span>
      }
    />
  );
}
