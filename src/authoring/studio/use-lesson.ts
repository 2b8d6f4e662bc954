import { useEffect, useEffectEvent, useState } from 'react';
import type { LessonDetail, LessonSaved, LessonStanding } from '#catalog/schema.ts';
import { ApiProblem, ask, refresh, sayProblem } from '#studio/api.ts';
import { forgetSession, useSession } from '#studio/session.ts';
import { claimTab, dropCopy, findCopies, keepCopy, tab, type Copy } from './copies.ts';
import { changesOf, Saver, type Base, type Fields, type SaveState } from './saver.ts';

/** What an editor of a lesson begins with. */
export interface LessonStart {
  readonly lesson: LessonDetail;
  readonly base: Base;
  readonly fields: Fields;
  readonly state: SaveState;
  /** What was not saved last time is back. */
  readonly isFound: boolean;
}

export function fieldsOf(says: Fields): Fields {
  const { title, kind, body, assetId, isTrial, trialFirst, needs } = says;
  const { opensOn, opensAfterDays, closesAfterDays } = says;
  const schedule = { opensOn, opensAfterDays, closesAfterDays };
  return { title, kind, body, assetId, isTrial, trialFirst, needs, ...schedule };
}

function standingOf(lesson: LessonDetail): LessonStanding {
  const { revision, versionId, authorName, savedAt, durationSec } = lesson;
  return {
    ...fieldsOf(lesson),
    needs: [...lesson.needs],
    revision,
    versionId,
    authorName,
    savedAt,
    durationSec,
  };
}

/** Reads a lesson's draft, and what of it was written on this device and never saved. */
export async function readLesson(userId: string, lessonId: string): Promise<LessonStart> {
  claimTab();
  const [lesson, copies] = await Promise.all([
    ask<LessonDetail>('GET', `/lessons/${lessonId}/draft`),
    findCopies(userId, lessonId),
  ]);
  const fields = fieldsOf(lesson);
  const base = { fields, revision: lesson.revision };
  const [copy, ...older] = copies.filter(({ fields: kept }) => isNews(fields, kept));
  for (const one of older) await putAside(lessonId, one.fields);
  await Promise.all(copies.map((one) => dropUnless(one, copy)));
  const start = { lesson, base, fields, state: { kind: 'saved' }, isFound: false } as const;
  if (!copy) return start;
  const isUntouched = copy.base.revision === lesson.revision || !isNews(fields, copy.base.fields);
  if (isUntouched)
    return { ...start, fields: copy.fields, state: { kind: 'unsaved' }, isFound: true };
  const theirs = standingOf(lesson);
  return { ...start, base: copy.base, fields: copy.fields, state: { kind: 'conflict', theirs } };
}

function isNews(known: Fields, kept: Fields): boolean {
  return Object.keys(changesOf(known, kept)).length > 0;
}

async function dropUnless(one: Copy, kept: Copy | undefined): Promise<void> {
  // A copy of a tab that is gone becomes this tab's, as soon as it is opened.
  if (one === kept && one.tab !== tab) await keepCopy({ ...one });
  if (one !== kept || one.tab !== tab) await dropCopy(one.userId, one.lessonId, one.tab);
}

/** Keeps a text among the versions of its lesson. */
export async function putAside(lessonId: string, { title, ...rest }: Fields): Promise<void> {
  const body = title.trim() === '' ? rest : { title, ...rest };
  await ask('POST', `/lessons/${lessonId}/versions`, { body });
}

/** A lesson that is being written. */
export interface OpenLesson {
  readonly lessonId: string;
  readonly saver: Saver;
  readonly fields: Fields;
  readonly state: SaveState;
  /** What somebody else saved meanwhile, while nothing was unsaved here. */
  readonly adopted: LessonStanding | undefined;
  change(patch: Partial<Fields>): void;
  /** Ends a conflict with these fields, changed from what stands. */
  resolve(theirs: LessonStanding, fields: Fields): void;
}

/** Writes a lesson: saves by itself, keeps on the device what is not saved, and follows what others save. */
export function useLesson(start: LessonStart, onText: (text: string) => void): OpenLesson {
  const { id } = start.lesson;
  const { user } = useSession();
  const [fields, setFields] = useState(start.fields);
  const [state, setState] = useState<SaveState>(start.state);
  const [adopted, setAdopted] = useState<LessonStanding>();
  const [saver] = useState(() => openSaver(start, user.id, setState));

  useEffect(() => {
    saver.begin(start);
    return () => {
      saver.end();
      void refresh('/works', '/lessons');
    };
  }, [saver, start]);

  const take = (to: Fields) => {
    setFields(to);
    onText(to.body);
  };
  const look = useEffectEvent(async () => {
    if (document.hidden || saver.isDirty || saver.isHalted) return;
    const theirs = await readStanding(id);
    if (!theirs || theirs.revision === saver.base.revision || saver.isDirty) return;
    const isNew = isNews(saver.base.fields, theirs);
    saver.resolve(baseOf(theirs), fieldsOf(theirs));
    if (!isNew) return;
    setAdopted(theirs);
    take(fieldsOf(theirs));
  });
  useEffect(() => {
    const onLook = () => void look();
    window.addEventListener('focus', onLook);
    document.addEventListener('visibilitychange', onLook);
    return () => {
      window.removeEventListener('focus', onLook);
      document.removeEventListener('visibilitychange', onLook);
    };
  }, []);

  return {
    lessonId: id,
    saver,
    fields,
    state,
    adopted,
    change: (patch) => {
      saver.change(patch);
      if (!('body' in patch)) setFields((before) => ({ ...before, ...patch }));
    },
    resolve: (theirs, to) => {
      saver.resolve(baseOf(theirs), to);
      take(to);
    },
  };
}

function baseOf(theirs: LessonStanding): Base {
  return { fields: fieldsOf(theirs), revision: theirs.revision };
}

/** What stands now; nothing when nobody can say. */
async function readStanding(lessonId: string): Promise<LessonStanding | undefined> {
  return ask<LessonDetail>('GET', `/lessons/${lessonId}/draft`).then(standingOf, () => undefined);
}

/** What a failed save means. Whoever was signed out signs in where they are: what they wrote waits on the device. */
function judge(error: unknown): SaveState {
  if (!(error instanceof ApiProblem)) throw error;
  const { status, code, detail } = error;
  if (status === 401) queueMicrotask(forgetSession);
  if (status === 0 || status >= 500 || status === 429) return { kind: 'offline' };
  if (code === 'lesson.changed')
    return { kind: 'conflict', theirs: detail as unknown as LessonStanding };
  return { kind: 'refused', code, message: sayProblem(error) };
}

const keepMs = 300;

function openSaver(start: LessonStart, userId: string, tell: (state: SaveState) => void): Saver {
  const lessonId = start.lesson.id;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: (() => void) | undefined;
  // What is typed is on the device within a moment, and before the page is left.
  window.addEventListener('pagehide', () => waiting?.());
  return new Saver(start.base, {
    send: (changes, how) =>
      ask<LessonSaved>('PATCH', `/lessons/${lessonId}`, { body: { ...changes, ...how } }),
    judge,
    keep: (fields, base) => {
      clearTimeout(timer);
      waiting = () => {
        waiting = undefined;
        void keepCopy({ userId, lessonId, fields, base, at: Date.now() });
      };
      timer = setTimeout(waiting, keepMs);
    },
    forget: () => {
      clearTimeout(timer);
      waiting = undefined;
      void dropCopy(userId, lessonId);
    },
    tell,
  });
}
