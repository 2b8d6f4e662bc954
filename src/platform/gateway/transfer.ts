import { type Gateway, GatewayRefused } from './gateway.ts';

/**
 * Money that payers send from their bank, or hand over: no provider tells of it, so staff do. It keeps nothing, knows nothing,
 * and moves nothing by itself; whatever is asked is still under way until staff say otherwise.
 */
export function openTransferGateway({ days }: { readonly days: number }): Gateway {
  const none = () => Promise.reject(new GatewayRefused('forbidden', 'staff pay by hand'));
  return {
    name: 'transfer',
    fee: { bps: 0, fixed: 0, isReturned: true },
    canTransfer: false,
    understood: '',
    byHand: { days },
    // What to do stands on the order's own page.
    openPayment: async ({ returnUrl }) => {
      const page = new URL(returnUrl);
      page.search = 'via=transfer';
      return { payUrl: page.href };
    },
    queryPayment: async () => ({ state: 'unpaid' }),
    closePayment: async () => undefined,
    refund: async ({ outRefundNo, amount }) => under(outRefundNo, amount),
    queryRefund: async ({ outRefundNo }) => under(outRefundNo, 0),
    transfer: none,
    queryTransfer: none,
    readNotice: () => {
      throw new GatewayRefused('malformed', 'nobody sends notices of it');
    },
    dailyBill: async () => [],
  };
}

function under(refundId: string, amount: number) {
  return { state: 'processing', refundId, amount } as const;
}
