import { Spin } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Words } from '#kernel/locale.ts';
import { ask, sayProblem } from './api.ts';
import { markPassages, type Passage } from './mark-passages.ts';
import { playStreams } from './play-streams.ts';
import { useWords } from './preferences.tsx';

const markdownWords = {
  nothing: { zh: '还没有内容', en: 'Nothing yet' },
} as const satisfies Record<string, Words>;

/** A text of a work as the house renders it. */
export function MarkdownPreview({
  workId,
  text,
  passages = nothing,
  onRead,
}: {
  workId: string;
  text: string;
  /** What to mark in it. */
  passages?: readonly Passage[];
  /** Told where the text stands, once it does. */
  onRead?: (root: HTMLElement) => void;
}): ReactNode {
  const words = useWords(markdownWords);
  const [html, setHtml] = useState<string>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    ask<{ html: string }>('POST', `/works/${workId}/preview`, { body: { body: text } }).then(
      (answer) => isCurrent && setHtml(answer.html),
      (error: unknown) => isCurrent && setProblem(sayProblem(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [workId, text]);
  if (problem) return <p role="alert">{problem}</p>;
  if (html === undefined) return <Spin />;
  if (html.trim() === '') return <p className="quiet">{words.nothing}</p>;
  return <Prose key={html} html={html} passages={passages} onRead={onRead} />;
}

const nothing: readonly Passage[] = [];

function Prose({
  html,
  passages,
  onRead,
}: {
  html: string;
  passages: readonly Passage[];
  onRead: ((root: HTMLElement) => void) | undefined;
}): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current) onRead?.(place.current);
  }, [onRead]);
  useEffect(() => (place.current ? playStreams(place.current) : undefined), []);
  useEffect(() => (place.current ? markPassages(place.current, passages) : undefined), [passages]);
  // The house sanitises what it renders; the policy of this document allows no script but ours.
  // oxlint-disable-next-line react/no-danger
  return <div ref={place} className="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
