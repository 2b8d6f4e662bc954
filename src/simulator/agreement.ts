import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Desk, Denial, openPayment, pay } from './desk.ts';
import type { Payment } from './entries.ts';

/** How the payer's account answers when it is asked for money. */
export type Card = 'good' | 'empty' | 'expired';

/** A payer's leave to deduct. */
export interface Contract {
  readonly code: string;
  readonly id: string;
  readonly description: string;
  readonly returnUrl: string;
  readonly state: 'INIT' | 'SIGNED' | 'TERMINATED';
  readonly card: Card;
}

/** The agreements that payers signed with the merchant; what is deducted by them is a payment in the book. */
export interface Agreements {
  readonly open: (asked: Pick<Contract, 'code' | 'description' | 'returnUrl'>) => Contract;
  readonly find: (code: string) => Contract | undefined;
  /** The payer signs, with an account that answers so; or changes it later. */
  readonly sign: (code: string, card?: Card) => void;
  readonly terminate: (code: string) => void;
  /** @throws Denial NOT_ENOUGH, ACCOUNT_ERROR, CONTRACT_TERMINATED, ORDERPAID, ORDER_CLOSED; nothing is then written. */
  readonly deduct: (contractId: string, asked: Asked, now: Date) => void;
}

type Asked = Pick<
  Payment,
  'outTradeNo' | 'amount' | 'currency' | 'description' | 'notifyUrl' | 'expiresAt'
>;

/** Opens the agreements in `folder/agreements.json`, or in memory when there is no folder. */
export function openAgreements(desk: Desk, folder?: string): Agreements {
  const file = folder === undefined ? undefined : join(folder, 'agreements.json');
  const known: Contract[] =
    file && existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Contract[]) : [];
  const contracts = new Map(known.map((contract) => [contract.code, contract]));
  const ids = new Map(known.map(({ id, code }) => [id, code]));
  const write = (contract: Contract): Contract => {
    contracts.set(contract.code, contract);
    ids.set(contract.id, contract.code);
    if (file) writeFileSync(file, JSON.stringify([...contracts.values()]), { mode: 0o600 });
    return contract;
  };
  const change = (code: string, to: Partial<Contract>): void => {
    const contract = contracts.get(code);
    if (!contract) throw new Denial(404, 'CONTRACT_NOT_EXIST', '协议不存在');
    write({ ...contract, ...to });
  };
  return {
    find: (code) => contracts.get(code),
    open: (asked) => {
      const contract = contracts.get(asked.code);
      if (contract) return contract;
      const digest = createHash('sha256').update(`${desk.secret}/${asked.code}`).digest('hex');
      return write({ ...asked, id: digest.slice(0, 28), state: 'INIT', card: 'good' });
    },
    sign: (code, card = 'good') => {
      if (contracts.get(code)?.state === 'TERMINATED') return;
      change(code, { state: 'SIGNED', card });
    },
    terminate: (code) => change(code, { state: 'TERMINATED' }),
    deduct: (contractId, asked, now) => {
      const contract = contracts.get(ids.get(contractId) ?? '');
      const isPaid = (desk.book.payments.get(asked.outTradeNo)?.transactionIds.length ?? 0) > 0;
      if (isPaid) throw new Denial(400, 'ORDERPAID', '订单已支付');
      refuseDeduction(contract);
      openPayment(desk, { ...asked, trade: 'MWEB' }, now);
      pay(desk, asked.outTradeNo, {}, now);
    },
  };
}

function refuseDeduction(contract: Contract | undefined): void {
  if (contract?.state !== 'SIGNED') throw new Denial(403, 'CONTRACT_TERMINATED', '协议已解约');
  if (contract.card === 'empty') throw new Denial(403, 'NOT_ENOUGH', '余额不足');
  if (contract.card === 'expired') throw new Denial(403, 'ACCOUNT_ERROR', '银行卡已失效');
}
