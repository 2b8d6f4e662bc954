import { Button, Form, Input, Tag } from 'antd';
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { CommentItem } from '#review/schema.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { selectedIn, textIn, type Passage } from '#studio/mark-passages.ts';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { anchorOf, findAnchor } from '../rules/anchor.ts';
import type { Anchor } from '../types.ts';
import { stageStudioWords } from './words.ts';
import './review.css';

const refreshes = ['/works'];
const most = 100;

/** What reviewers said of a lesson, in the order of its text where that is known. */
export function useComments(workId: string, lessonId: string): readonly CommentItem[] {
  const { data } = useAsk<Page<CommentItem>>(`/works/${workId}/review-comments`, {
    lesson: lessonId,
    limit: most,
  });
  return data?.items ?? nothing;
}

const nothing: readonly CommentItem[] = [];

/** Marks for the passages of comments that are not seen to. */
export function useCommentPassages(comments: readonly CommentItem[]): readonly Passage[] {
  return useMemo(
    () => comments.filter(({ settledAt }) => settledAt === null).map(passageOf),
    [comments],
  );
}

function passageOf(comment: CommentItem): Passage {
  return (text) => {
    const at = findAnchor(text, comment);
    return at === undefined ? undefined : [at, at + comment.quote.length];
  };
}

/** The comments of a lesson, beside its text. */
export function Comments({
  comments,
  root,
}: {
  comments: readonly CommentItem[];
  /** Where the text stands; without it nothing is said of where passages are. */
  root?: HTMLElement | undefined;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const places = useMemo(() => {
    const text = root ? textIn(root).text : '';
    return new Map(comments.map((one) => [one.id, findAnchor(text, one)]));
  }, [comments, root]);
  const sorted = comments.toSorted(
    (a, b) => (places.get(a.id) ?? Infinity) - (places.get(b.id) ?? Infinity) || 0,
  );
  if (comments.length === 0) return <p className="quiet">{words.noComments}</p>;
  return (
    <ul className="findings" aria-label={words.comments}>
      {sorted.map((one) => (
        <Comment
          key={one.id}
          comment={one}
          isMoved={root !== undefined && one.quote !== '' && places.get(one.id) === undefined}
        />
      ))}
    </ul>
  );
}

function Comment({ comment, isMoved }: { comment: CommentItem; isMoved: boolean }): ReactNode {
  const words = useWords(stageStudioWords);
  const { authorName, body, quote, settledAt } = comment;
  const isSettled = settledAt !== null;
  return (
    <li>
      <span className="row">
        <Tag color={isSettled ? 'success' : 'warning'}>
          {isSettled ? words.settled : words.open}
        </Tag>
        {isMoved && <Tag>{words.moved}</Tag>}
        {authorName && <span className="quiet">{authorName}</span>}
      </span>
      {quote === '' ? <span className="quiet">{words.wholeLesson}</span> : <q>「{quote}」</q>}
      <p className="wraps">{body}</p>
      <CommentDeeds comment={comment} />
    </li>
  );
}

function CommentDeeds({ comment: { id, isMine, settledAt } }: { comment: CommentItem }): ReactNode {
  const words = useWords(stageStudioWords);
  const { may } = useSession();
  const confirm = useConfirm();
  const isSettled = settledAt !== null;
  const settle = useDeed(
    () => ask('PUT', `/review-comments/${id}/settlement`, { body: { isSettled: !isSettled } }),
    { refreshes },
  );
  const remove = useDeed(() => ask('DELETE', `/review-comments/${id}`), {
    done: words.commentGone,
    refreshes,
  });
  return (
    <span className="row">
      {may('submission.settle') && (
        <Button size="small" loading={settle.isBusy} onClick={() => void settle.run()}>
          {isSettled ? words.unsettle : words.settle}
        </Button>
      )}
      {isMine && (
        <Button
          size="small"
          danger
          onClick={() =>
            confirm({
              title: `${words.takeBack}?`,
              yes: words.takeBack,
              act: () => remove.run(),
            })
          }
        >
          {words.takeBack}
        </Button>
      )}
    </span>
  );
}

/** What the reader selected last in a text, as a comment keeps it. */
function useSelected(root: HTMLElement | undefined): [Anchor | undefined, () => void] {
  const [anchor, setAnchor] = useState<Anchor>();
  useEffect(() => {
    if (!root) return undefined;
    const look = () => {
      const found = selectedIn(root);
      // A selection elsewhere, as in the field of the comment, leaves the passage as it was.
      if (found)
        setAnchor(anchorOf(found.text, found.start, Math.min(found.end, found.start + 2_000)));
    };
    document.addEventListener('selectionchange', look);
    return () => document.removeEventListener('selectionchange', look);
  }, [root]);
  return [anchor, () => setAnchor(undefined)];
}

/** Where a reviewer comments on a passage of a lesson. */
export function NewCommentForm({
  submissionId,
  lessonId,
  root,
}: {
  submissionId: string;
  lessonId: string;
  root: HTMLElement | undefined;
}): ReactNode {
  const words = useWords(stageStudioWords);
  const { needed } = useWords(commonWords);
  const [anchor, clear] = useSelected(root);
  const [form] = Form.useForm<{ body: string }>();
  const deed = useDeed(
    (body: string) =>
      ask('POST', `/submissions/${submissionId}/comments`, {
        body: { lessonId, body, ...anchor },
      }),
    {
      done: words.commentAdded,
      refreshes,
      next: () => {
        form.resetFields();
        clear();
      },
    },
  );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className="stack-tight"
      onFinish={({ body }) => void deed.run(body)}
    >
      {anchor ? (
        <div className="comment-passage">
          <q>「{anchor.quote}」</q>
          <Button size="small" onClick={clear}>
            {words.clear}
          </Button>
        </div>
      ) : (
        <p className="quiet">{words.commentsHint}</p>
      )}
      <Form.Item
        name="body"
        label={words.comment}
        rules={[{ required: true, whitespace: true, message: needed }]}
      >
        <Input.TextArea rows={2} maxLength={2000} className="grows" />
      </Form.Item>
      <Button htmlType="submit" loading={deed.isBusy}>
        {words.addComment}
      </Button>
    </Form>
  );
}
