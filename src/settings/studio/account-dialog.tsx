import { Alert, Form, Input, InputNumber } from 'antd';
import type { ReactNode } from 'react';
import { ask } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { FormDialog } from '#studio/form-dialog.tsx';
import { hundredths } from '#studio/format.ts';
import { usePreferences, useWords } from '#studio/preferences.tsx';
import { commonWords } from '#studio/words.ts';
import { type GatewayItem, realAddresses } from '../schema/gateways.ts';
import type { GatewayKind } from '../types.ts';
import { gatewayKindWords } from '../words.ts';
import { gatewayWords } from './gateway-words.ts';

type Word = keyof typeof gatewayWords;

interface Entry {
  readonly name: string;
  readonly label: Word;
  readonly help?: Word;
  /** Several lines, as keys have. */
  readonly isKey?: boolean;
  /** Never shown again; left empty it stays as it is. */
  readonly isSecret?: boolean;
  readonly isOptional?: boolean;
}

const entries: Readonly<Record<GatewayKind, readonly Entry[]>> = {
  transfer: [
    { name: 'payee', label: 'payee' },
    { name: 'bank', label: 'bank' },
    { name: 'number', label: 'number' },
    { name: 'noteZh', label: 'noteZh', isOptional: true },
    { name: 'noteEn', label: 'noteEn', isOptional: true },
  ],
  wechat: [
    { name: 'mchid', label: 'mchid' },
    { name: 'appid', label: 'appid', help: 'appidHelp' },
    { name: 'merchantSerial', label: 'merchantSerial', help: 'merchantSerialHelp' },
    {
      name: 'merchantKey',
      label: 'merchantKey',
      help: 'merchantKeyHelp',
      isKey: true,
      isSecret: true,
    },
    { name: 'apiV3Key', label: 'apiV3Key', help: 'apiV3KeyHelp', isSecret: true },
    { name: 'platformSerial', label: 'platformSerial', help: 'platformSerialHelp' },
    { name: 'platformKey', label: 'platformKey', help: 'platformKeyHelp', isKey: true },
  ],
  stripe: [
    { name: 'secretKey', label: 'secretKey', help: 'secretKeyHelp', isSecret: true },
    { name: 'webhookSecret', label: 'webhookSecret', help: 'webhookSecretHelp', isSecret: true },
  ],
  alipay: [
    { name: 'appId', label: 'appId' },
    { name: 'sellerId', label: 'sellerId', help: 'sellerIdHelp' },
    { name: 'appKey', label: 'appKey', help: 'appKeyHelp', isKey: true, isSecret: true },
    { name: 'alipayKey', label: 'alipayKey', help: 'alipayKeyHelp', isKey: true },
  ],
};

type Fields = Readonly<Record<string, string | number | undefined>>;

function fieldsOf({ kind, account }: GatewayItem): Fields {
  if (kind === 'transfer') return account ?? { days: 7 };
  const { feeBps, feeFixed, ...known } = account ?? { address: realAddresses[kind], ...fees[kind] };
  const feeYuan = feeFixed === undefined ? {} : { feeYuan: Number(feeFixed) / 100 };
  return { ...known, feePercent: Number(feeBps) / 100, ...feeYuan };
}

/** What most pay. */
const fees = {
  wechat: { feeBps: 60 },
  alipay: { feeBps: 60 },
  stripe: { feeBps: 340, feeFixed: 235 },
} as const satisfies Partial<Record<GatewayKind, Fields>>;

function bodyOf({ feePercent, feeYuan, ...fields }: Fields): object {
  const all: Fields = {
    ...fields,
    feeBps: feePercent === undefined ? undefined : hundredths(Number(feePercent)),
    feeFixed: feeYuan === undefined ? undefined : hundredths(Number(feeYuan)),
  };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** The numbers and keys of an account. */
export function AccountDialog({
  item,
  onClose,
}: {
  readonly item: GatewayItem;
  readonly onClose: () => void;
}): ReactNode {
  const { locale } = usePreferences();
  const words = useWords(gatewayWords);
  const common = useWords(commonWords);
  const { kind, isSet } = item;
  const deed = useDeed(
    (fields: Fields) => ask('PUT', `/gateway-accounts/${kind}`, { body: bodyOf(fields) }),
    { done: common.saved, refreshes: ['/gateway-accounts'] },
  );
  return (
    <FormDialog<Fields>
      title={gatewayKindWords[kind][locale]}
      yes={common.save}
      deed={deed}
      initialValues={fieldsOf(item)}
      onClose={onClose}
    >
      {kind !== 'transfer' && (
        <Form.Item>
          <Alert type="info" showIcon title={words.sealed} />
        </Form.Item>
      )}
      {entries[kind].map((entry) => (
        <AccountField key={entry.name} entry={entry} isSet={isSet} />
      ))}
      {kind === 'stripe' && <FixedFeeField />}
      {kind === 'transfer' ? <WaitField /> : <LineFields />}
    </FormDialog>
  );
}

function WaitField(): ReactNode {
  const words = useWords(gatewayWords);
  const { needed } = useWords(commonWords);
  return (
    <Form.Item
      name="days"
      label={words.days}
      extra={words.daysHelp}
      rules={[{ required: true, message: needed }]}
    >
      <InputNumber min={1} max={14} precision={0} />
    </Form.Item>
  );
}

function FixedFeeField(): ReactNode {
  const words = useWords(gatewayWords);
  const { needed } = useWords(commonWords);
  return (
    <Form.Item
      name="feeYuan"
      label={words.feeFixed}
      extra={words.feeFixedHelp}
      rules={[{ required: true, message: needed }]}
    >
      <InputNumber min={0} max={10} precision={2} prefix="¥" />
    </Form.Item>
  );
}

function LineFields(): ReactNode {
  const words = useWords(gatewayWords);
  const common = useWords(commonWords);
  return (
    <>
      <Form.Item
        name="feePercent"
        label={words.fee}
        extra={words.feeHelp}
        rules={[{ required: true, message: common.needed }]}
      >
        <InputNumber min={0} max={10} precision={2} suffix="%" />
      </Form.Item>
      <Form.Item
        name="address"
        label={words.address}
        extra={words.addressHelp}
        rules={[{ required: true, message: common.needed }]}
      >
        <Input maxLength={200} />
      </Form.Item>
    </>
  );
}

function AccountField({
  entry,
  isSet,
}: {
  readonly entry: Entry;
  readonly isSet: boolean;
}): ReactNode {
  const words = useWords(gatewayWords);
  const { needed } = useWords(commonWords);
  const { name, label, help, isKey = false, isSecret = false, isOptional = false } = entry;
  const isKept = isSecret && isSet;
  return (
    <Form.Item
      name={name}
      label={words[label]}
      extra={isKept ? words.kept : help && words[help]}
      rules={[{ required: !isKept && !isOptional, whitespace: true, message: needed }]}
    >
      {isKey ? (
        <Input.TextArea rows={3} maxLength={8_000} autoComplete="off" spellCheck={false} />
      ) : isSecret ? (
        <Input.Password maxLength={255} autoComplete="new-password" visibilityToggle={false} />
      ) : (
        <Input maxLength={80} autoComplete="off" spellCheck={false} />
      )}
    </Form.Item>
  );
}
