import { apiRoute, listRoute, type Route } from '#platform/http/route.ts';
import { mayDecide, mayReadSubmissions, maySettle } from '../policy.ts';
import {
  CommentId,
  CommentItem,
  CommentParams,
  CommentQuery,
  NewComment,
  Settlement,
} from '../schema.ts';
import { addComment, listCommentItems, removeComment, setSettled } from '../service.ts';

/** What reviewers say of passages. */
export const commentRoutes: readonly Route[] = [
  listRoute({
    path: '/works/:id/review-comments',
    may: mayReadSubmissions,
    summary: { zh: '一门课的审核批注', en: 'What reviewers said of passages of a course' },
    params: CommentParams,
    query: CommentQuery,
    item: CommentItem,
    columns: [
      { title: { zh: '课时', en: 'Lesson' }, value: ({ lessonTitle }) => lessonTitle },
      { title: { zh: '原文', en: 'Passage' }, value: ({ quote }) => quote },
      { title: { zh: '批注', en: 'Comment' }, value: ({ body }) => body },
      { title: { zh: '时间', en: 'When' }, value: ({ madeAt }) => madeAt },
      { title: { zh: '处理时间', en: 'Done' }, value: ({ settledAt }) => settledAt },
    ],
    run: (ctx, { params, query: { lesson, settled }, cursor, limit }) =>
      listCommentItems(
        ctx,
        { workId: params.id, lessonId: lesson, isSettled: settled },
        cursor,
        limit,
      ),
  }),
  apiRoute({
    method: 'POST',
    path: '/submissions/:id/comments',
    may: mayDecide,
    summary: { zh: '批注一段文字', en: 'Comment on a passage' },
    params: CommentParams,
    body: NewComment,
    answer: CommentId,
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await addComment(ctx, params.id, body) }),
  }),
  apiRoute({
    method: 'DELETE',
    path: '/review-comments/:id',
    may: mayDecide,
    summary: { zh: '收回批注', en: 'Take a comment back' },
    params: CommentParams,
    run: (ctx, { params }) => removeComment(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/review-comments/:id/settlement',
    may: maySettle,
    summary: { zh: '标记批注已处理', en: 'Say that a comment is seen to, or is not' },
    params: CommentParams,
    body: Settlement,
    run: (ctx, { params, body }) => setSettled(ctx, params.id, body.isSettled),
  }),
];
