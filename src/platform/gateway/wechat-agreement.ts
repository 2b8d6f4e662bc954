import { z } from 'zod';
import type { Agreements, AgreementState, Deducted, Deduction } from './agreement.ts';
import { GatewayRefused, GatewayUnavailable } from './gateway.ts';
import { callSigned, type Line } from './wechat-http.ts';

const Page = z.object({ redirect_url: z.url() });
const Contract = z.object({
  contract_state: z.enum(['INIT', 'SIGNED', 'TERMINATED']),
  contract_id: z.string().optional(),
});

/** Agreements over the house's own signed line to the provider. */
export function openAgreements(
  line: Line,
  { mchid, appid }: { readonly mchid: string; readonly appid: string },
): Agreements {
  const named = { mchid, appid };
  return {
    sign: async ({ contractCode, description, returnUrl }) => {
      const operation = `sign agreement ${contractCode}`;
      const body = {
        ...named,
        out_contract_code: contractCode,
        display_name: description,
        return_url: returnUrl,
      };
      const path = '/v3/papay/sign/contracts';
      const answer = await callSigned(line, { operation, method: 'POST', path, body });
      return { signUrl: understood(operation, Page, answer).redirect_url };
    },
    query: (contractCode) => queryContract(line, contractCode),
    deduct: (deduction) => deduct(line, named, deduction),
    terminate: async (contractCode) => {
      const operation = `terminate agreement ${contractCode}`;
      const path = `/v3/papay/contracts/out-code/${contractCode}/terminate`;
      await callSigned(line, { operation, method: 'POST', path, body: named });
    },
  };
}

async function queryContract(line: Line, contractCode: string): Promise<AgreementState> {
  const operation = `query agreement ${contractCode}`;
  const path = `/v3/papay/contracts/out-code/${contractCode}?mchid=${line.mchid}`;
  try {
    const answer = await callSigned(line, { operation, method: 'GET', path });
    const told = understood(operation, Contract, answer);
    if (told.contract_state === 'TERMINATED') return { state: 'terminated' };
    if (told.contract_state === 'INIT' || !told.contract_id) return { state: 'unsigned' };
    return { state: 'signed', agreementId: told.contract_id };
  } catch (error) {
    if (error instanceof GatewayRefused && error.providerCode === 'CONTRACT_NOT_EXIST')
      return { state: 'unknown_agreement' };
    throw error;
  }
}

const failures = new Map([
  ['NOT_ENOUGH', 'not_enough_money'],
  ['ACCOUNT_ERROR', 'account'],
  ['CONTRACT_TERMINATED', 'terminated'],
] as const);

async function deduct(line: Line, named: object, asked: Deduction): Promise<Deducted> {
  const operation = `deduct ${asked.outTradeNo}`;
  const body = {
    ...named,
    contract_id: asked.agreementId,
    out_trade_no: asked.outTradeNo,
    description: asked.description,
    time_expire: asked.expiresAt.toISOString(),
    notify_url: asked.notifyUrl,
    amount: { total: asked.amount, currency: asked.currency },
  };
  try {
    const path = '/v3/papay/pay/transactions/apply';
    await callSigned(line, { operation, method: 'POST', path, body });
    return { state: 'taken' };
  } catch (error) {
    if (!(error instanceof GatewayRefused)) throw error;
    if (error.code === 'already_paid') return { state: 'taken' };
    const why = failures.get(error.providerCode as 'NOT_ENOUGH');
    if (why) return { state: 'failed', why };
    throw error;
  }
}

function understood<T>(operation: string, shape: z.ZodType<T>, answer: unknown): T {
  const parsed = shape.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new GatewayUnavailable(operation, 'unverified_answer', 'the answer has another shape');
}
