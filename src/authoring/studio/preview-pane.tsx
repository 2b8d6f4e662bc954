import { useEffect, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import { ask, sayProblem } from '#studio/api.ts';
import { playStreams } from '#studio/play-streams.ts';
import { useWords } from '#studio/preferences.tsx';
import { blocksOf } from '../rules/blocks.ts';
import { BlockPreview, type PreviewPorts } from './preview-blocks.ts';
import { editorWords } from './words.ts';

/** What others may ask of a preview. */
export interface PreviewHandle {
  show(text: string): void;
  /** Brings into sight what is written at `at` of `text`. */
  follow(text: string, at: number): void;
}

const followMs = 150;

/** The house's pipeline, as a preview asks it. */
function renderedBy(workId: string): Pick<PreviewPorts, 'showBlocks' | 'showWhole'> {
  return {
    showBlocks: async (texts) => {
      const path = `/works/${workId}/previews`;
      return (await ask<{ html: string[] }>('POST', path, { body: { texts } })).html;
    },
    showWhole: async (body) => {
      const path = `/works/${workId}/preview`;
      return (await ask<{ html: string }>('POST', path, { body: { body } })).html;
    },
  };
}

/** A text as its page will show it, kept up while it is written. */
export function PreviewPane({
  workId,
  text,
  ref,
}: {
  workId: string;
  text: string;
  ref?: Ref<PreviewHandle>;
}): ReactNode {
  const words = useWords(editorWords);
  const place = useRef<HTMLDivElement>(null);
  const preview = useRef<BlockPreview>(undefined);
  const first = useRef(text);
  const following = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [problem, setProblem] = useState<string>();
  const [isEmpty, setEmpty] = useState(text.trim() === '');
  useEffect(() => {
    let stop = () => {};
    const opened = new BlockPreview(place.current!, {
      ...renderedBy(workId),
      onShown: (milliseconds) => {
        setProblem(undefined);
        performance.measure('preview', { end: performance.now(), duration: milliseconds });
        stop();
        stop = playStreams(place.current!);
      },
      onProblem: (error) => setProblem(sayProblem(error)),
    });
    preview.current = opened;
    opened.show(first.current);
    return () => {
      opened.end();
      stop();
    };
  }, [workId]);
  useImperativeHandle(ref, () => ({
    show: (next) => {
      first.current = next;
      setEmpty(next.trim() === '');
      preview.current?.show(next);
    },
    follow: (next, at) => {
      clearTimeout(following.current);
      const go = () => follow(place.current, preview.current, blocksOf(next.slice(0, at)).length);
      following.current = setTimeout(go, followMs);
    },
  }));
  return (
    // What scrolls is a stop of the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <section className="preview-pane" aria-label={words.preview} tabIndex={0}>
      {problem && <p role="alert">{problem}</p>}
      {isEmpty && <p className="quiet">{words.emptyPreview}</p>}
      <div ref={place} className="prose" />
    </section>
  );
}

function follow(place: HTMLElement | null, preview: BlockPreview | undefined, block: number): void {
  const pane = place?.parentElement;
  const element = preview?.elementOf(Math.max(0, block - 1));
  if (!pane || !element) return;
  const [inner, outer] = [element.getBoundingClientRect(), pane.getBoundingClientRect()];
  const isSeen = inner.top < outer.bottom - 40 && inner.bottom > outer.top + 40;
  if (!isSeen) pane.scrollTop += inner.top - outer.top - outer.height / 3;
}
