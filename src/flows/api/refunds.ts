import { z } from 'zod';
import { CaseState, Grant, NewCase, Refusal } from '#aftersale/schema.ts';
import { askRefund, refundOrders } from '#order/policy.ts';
import { OrderId } from '#order/schema.ts';
import { NewRefund, RefundPreview } from '#payment/schema.ts';
import { apiRoute, type Route } from '#platform/http/route.ts';
import {
  confirmRefundCase,
  grantRefund,
  openRefundCase,
  refuseRefundCase,
  withdrawRefundCase,
} from '../decide-refund.ts';
import { previewRefund } from '../preview-refund.ts';
import { requestRefund } from '../refund-order.ts';

/** Money back: what a buyer takes by themselves, and what people decide. */
export const refundApi: readonly Route[] = [
  apiRoute({
    method: 'GET',
    path: '/orders/:id/refund-preview',
    may: askRefund,
    summary: { zh: '退款预览', en: 'What a refund would mean.' },
    params: OrderId,
    answer: RefundPreview,
    run: (ctx, { params }) => previewRefund(ctx, params.id),
  }),
  apiRoute({
    method: 'POST',
    path: '/orders/:id/refunds',
    may: askRefund,
    summary: { zh: '自助退款', en: 'Take a refund.' },
    params: OrderId,
    body: NewRefund,
    answer: z.object({ id: z.uuid() }),
    status: 201,
    run: async (ctx, { params, body }) => ({ id: await requestRefund(ctx, params.id, body) }),
  }),
  apiRoute({
    method: 'POST',
    path: '/orders/:id/refund-cases',
    may: askRefund,
    summary: {
      zh: '申请退款（退款期外），或工作人员发起退款',
      en: 'Ask for a refund that people decide; by staff: begin one.',
    },
    params: OrderId,
    body: NewCase,
    answer: CaseState,
    status: 201,
    run: (ctx, { params, body }) => openRefundCase(ctx, params.id, body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/refund-cases/:id/grant',
    may: refundOrders,
    summary: { zh: '同意退款申请', en: 'Grant a refund that was asked for.' },
    params: OrderId,
    body: Grant,
    answer: CaseState,
    run: (ctx, { params, body }) => grantRefund(ctx, params.id, body),
  }),
  apiRoute({
    method: 'PUT',
    path: '/refund-cases/:id/confirmation',
    may: refundOrders,
    summary: { zh: '复核并确认退款', en: 'Confirm what a colleague proposed.' },
    params: OrderId,
    answer: CaseState,
    run: (ctx, { params }) => confirmRefundCase(ctx, params.id),
  }),
  apiRoute({
    method: 'PUT',
    path: '/refund-cases/:id/refusal',
    may: refundOrders,
    summary: { zh: '拒绝退款申请', en: 'Refuse a refund.' },
    params: OrderId,
    body: Refusal,
    answer: CaseState,
    run: (ctx, { params, body }) => refuseRefundCase(ctx, params.id, body.answer),
  }),
  apiRoute({
    method: 'PUT',
    path: '/refund-cases/:id/withdrawal',
    may: askRefund,
    summary: { zh: '撤回退款申请', en: 'Take back what one asked for.' },
    params: OrderId,
    answer: CaseState,
    run: (ctx, { params }) => withdrawRefundCase(ctx, params.id),
  }),
];
