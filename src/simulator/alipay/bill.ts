import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import type { Book } from '../book.ts';
import type { Faults } from '../faults.ts';
import { local, yuan } from './spell.ts';

const header =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,' +
  '商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,' +
  '卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';

interface Row {
  readonly at: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly amount: number;
  /** What the provider kept: negative, given back: positive, as its file has it. */
  readonly fee: number;
  readonly name: string;
  readonly createdAt: string;
  readonly outRefundNo?: string;
}

/** The bill of a day in China, a zip of two GBK files; undefined when nothing happened on it. */
export async function writeAlipayBill(
  book: Book,
  day: string,
  faults: Faults,
): Promise<Buffer | undefined> {
  const all = rowsOf(book).filter(({ at }) => at.startsWith(day));
  const rows = misread(all, day, faults).toSorted((a, b) => (a.at < b.at ? -1 : 1));
  if (rows.length === 0) return undefined;
  const zip = new yazl.ZipFile();
  zip.addBuffer(toGbk(spellBill(rows, day)), 'trades.csv');
  zip.addBuffer(toGbk('#支付宝业务汇总查询\r\n'), 'summary.csv');
  zip.end();
  return buffer(zip.outputStream);
}

/** Lines go missing, and others stand in it that are nobody's here. */
function misread(rows: Row[], day: string, faults: Faults): Row[] {
  const kept = rows.filter(() => !faults.strikes('billLineMissing'));
  if (rows.length === 0 || !faults.strikes('billLineExtra')) return kept;
  const at = `${day} 12:00:00`;
  const numbers = { transactionId: '2026'.padEnd(28, '8'), outTradeNo: 'somebody-elses' };
  return [...kept, { at, createdAt: at, ...numbers, amount: 1234, fee: -7, name: '别家的课' }];
}

function rowsOf(book: Book): Row[] {
  const nameOf = (outTradeNo: string) => book.payments.get(outTradeNo)?.description ?? '';
  const openedAt = (outTradeNo: string) => local(book.payments.get(outTradeNo)!.openedAt);
  const returned = new Map<string, number>();
  const rows: Row[] = [];
  for (const refund of book.refunds.values()) {
    if (refund.state !== 'succeeded' || !refund.settledAt) continue;
    const { transactionId, outTradeNo, outRefundNo, feeReturned } = refund;
    returned.set(transactionId, (returned.get(transactionId) ?? 0) + feeReturned);
    const numbers = { transactionId, outTradeNo, outRefundNo };
    const times = { at: local(refund.settledAt), createdAt: openedAt(outTradeNo) };
    const name = nameOf(outTradeNo);
    rows.push({ ...numbers, ...times, amount: -refund.amount, fee: feeReturned, name });
  }
  for (const { transactionId, outTradeNo, amount, paidAt, feeKept } of book.charges.values()) {
    const fee = -(feeKept + (returned.get(transactionId) ?? 0));
    const times = { at: local(paidAt), createdAt: openedAt(outTradeNo) };
    rows.push({ transactionId, outTradeNo, ...times, amount, fee, name: nameOf(outTradeNo) });
  }
  return rows;
}

function spellBill(rows: readonly Row[], day: string): string {
  const sum = (kind: string, isOf: (row: Row) => boolean): string => {
    const own = rows.filter(isOf);
    const total = own.reduce((all, { amount }) => all + amount, 0);
    return `#${kind}合计：${own.length}笔，商家实收共${yuan(total)}元，商家优惠共0.00元`;
  };
  const lines = [
    '#支付宝业务明细查询',
    '#账号：[2088000000000001]',
    `#起始日期：[${day} 00:00:00]`,
    '#-----------------------------------------业务明细列表----------------------------------------',
    header,
    ...rows.map(spellRow),
    '#-----------------------------------------业务明细列表结束------------------------------------',
    sum('交易', ({ amount }) => amount >= 0),
    sum('退款', ({ amount }) => amount < 0),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function spellRow(row: Row): string {
  const kind = row.outRefundNo === undefined ? '交易' : '退款';
  const name = row.name.replaceAll(/[\t\r\n]/g, ' ');
  const who = [row.transactionId, row.outTradeNo, kind, name, row.createdAt, row.at];
  const money = [yuan(row.amount), yuan(row.amount), ...Array<string>(5).fill('0.00')];
  const rest = ['', '0.00', '0.00', row.outRefundNo ?? '', yuan(row.fee), '0.00', ''];
  const cells = [...who, '', '', '', '', '三*(san***@sandbox.com)', ...money, ...rest];
  return cells.map((cell) => `${cell}\t`).join(',');
}

let table: Map<string, number> | undefined;

/** Node reads GBK and does not write it: the table is the reading, turned round. */
function gbkTable(): Map<string, number> {
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high += 1)
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const text = decoder.decode(Uint8Array.of(high, low));
      if ([...text].length === 1 && text !== '\uFFFD' && !made.has(text))
        made.set(text, high * 256 + low);
    }
  return made;
}

/** What has no place in GBK becomes a question mark, as it does with the provider. */
function toGbk(text: string): Buffer {
  table ??= gbkTable();
  const bytes: number[] = [];
  for (const letter of text) {
    const code = letter.charCodeAt(0) < 128 ? letter.charCodeAt(0) : (table.get(letter) ?? 63);
    if (code > 255) bytes.push(code >> 8, code & 255);
    else bytes.push(code);
  }
  return Buffer.from(bytes);
}
