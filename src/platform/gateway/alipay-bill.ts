import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';
import { type BillLine, GatewayRefused } from './gateway.ts';
import { fromBeijing } from './alipay-signature.ts';

/** Columns before and after the name of the goods, which may hold commas. */
const before = ['支付宝交易号', '商户订单号', '业务类型'] as const;
const after = [
  '创建时间',
  '完成时间',
  '门店编号',
  '门店名称',
  '操作员',
  '终端号',
  '对方账户',
  '订单金额（元）',
  '商家实收（元）',
  '支付宝红包（元）',
  '集分宝（元）',
  '支付宝优惠（元）',
  '商家优惠（元）',
  '券核销金额（元）',
  '券名称',
  '商家红包消费金额（元）',
  '卡消费金额（元）',
  '退款批次号/请求号',
  '服务费（元）',
  '分润（元）',
  '备注',
] as const;
const header = [...before, '商品名称', ...after].join(',');

const maxFiles = 20;
const maxBytes = 256 * 1024 * 1024;

/**
 * Reads a trade bill: a zip of GBK files, of which the one that lists the day's trades counts; the other sums it up by shop.
 *
 * @throws GatewayRefused malformed when it cannot be read or does not add up
 */
export async function readAlipayBill(zip: Buffer): Promise<BillLine[]> {
  for (const text of await filesOf(zip)) if (text.includes(header)) return parseTrades(text);
  throw malformed('no list of trades');
}

async function filesOf(bytes: Buffer): Promise<string[]> {
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false });
    if (zip.entryCount > maxFiles) throw malformed(`${zip.entryCount} files`);
    const texts: string[] = [];
    for await (const entry of zip.eachEntry()) {
      if (entry.uncompressedSize > maxBytes) throw malformed('a file is too large');
      const content = await buffer(await zip.openReadStreamPromise(entry));
      texts.push(new TextDecoder('gbk').decode(content));
    }
    return texts;
  } catch (error) {
    if (error instanceof GatewayRefused) throw error;
    throw malformed(error instanceof Error ? error.message : 'not a zip');
  }
}

function parseTrades(text: string): BillLine[] {
  const rows = text.split(/\r?\n/).filter((row) => row.trim() !== '');
  const start = rows.findIndex((row) => row.startsWith(header));
  const lines = rows.slice(start + 1).filter((row) => !row.startsWith('#'));
  const read = lines.map(readLine);
  checkSums(
    read,
    rows.filter((row) => row.startsWith('#')),
  );
  return read;
}

function readLine(row: string): BillLine {
  // Every cell ends with a tab, against programs that take long numbers for numbers.
  const cells = row.split(',').map((cell) => cell.replaceAll('\t', ''));
  const spare = cells.length - before.length - after.length;
  if (spare < 1) throw malformed(`a line has ${cells.length} cells`);
  const [transactionId = '', outTradeNo = '', kind = ''] = cells.map((cell) => cell.trim());
  const tail = cells.slice(before.length + spare);
  const cell = (name: (typeof after)[number]) => tail[after.indexOf(name)]?.trim() ?? '';
  const paid = toFen(cell('订单金额（元）'));
  const shared = {
    at: fromBeijing(cell('完成时间')) ?? fail(`time ${cell('完成时间').slice(0, 40)}`),
    outTradeNo,
    transactionId,
    amount: Math.abs(paid),
    currency: 'CNY',
    fee: 0 - toFen(cell('服务费（元）')),
    description: cells
      .slice(before.length, before.length + spare)
      .join(',')
      .trim(),
  };
  if (kind === '交易' && paid >= 0) return { kind: 'payment', ...shared };
  if (kind !== '退款' || paid > 0) throw malformed(`a line of kind ${kind.slice(0, 40)}`);
  const outRefundNo = cell('退款批次号/请求号');
  const refund = { outRefundNo, refundId: outRefundNo, state: 'succeeded' } as const;
  return { kind: 'refund', ...refund, ...shared };
}

/** The lines after the list say how many there are of each kind, and of how much. */
function checkSums(lines: readonly BillLine[], notes: readonly string[]): void {
  const told = (name: string) =>
    notes
      .map((note) => new RegExp(`^#${name}：(\\d+)笔，.*?共(-?[\\d.]+)元`).exec(note))
      .find((match) => match !== null) ?? fail(`no sum ${name}`);
  for (const [kind, name] of [
    ['payment', '交易合计'],
    ['refund', '退款合计'],
  ] as const) {
    const own = lines.filter((line) => line.kind === kind);
    const [, count, sum = ''] = told(name);
    if (Number(count) !== own.length) throw malformed('lines are missing');
    const total = own.reduce((all, { amount }) => all + amount, 0);
    if (Math.abs(toFen(sum)) !== total) throw malformed(`${kind}s do not add up`);
  }
}

/** `-5.76` → -576. */
function toFen(yuan: string): number {
  const parts = /^(-?)(\d{1,13})\.(\d{2})$/.exec(yuan) ?? fail(`amount ${yuan.slice(0, 40)}`);
  const fen = Number(`${parts[2]}${parts[3]}`);
  return parts[1] === '-' && fen !== 0 ? -fen : fen;
}

function fail(detail: string): never {
  throw malformed(detail);
}

function malformed(detail: string): GatewayRefused {
  return new GatewayRefused('malformed', `bill: ${detail}`);
}
