import { Link } from '@tanstack/react-router';
import { Alert, Button, Card, Form, Input, InputNumber, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { fill } from '#kernel/locale.ts';
import { refundWindows, type SiteSettings } from '#settings/schema.ts';
import { hundredths } from '#studio/format.ts';
import { ask, useAsk } from '#studio/api.ts';
import { useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { Answer, Screen } from '#studio/screen.tsx';
import { useSession } from '#studio/session.ts';
import { useUnsaved } from '#studio/unsaved.tsx';
import { commonWords, sectionWords } from '#studio/words.ts';
import { settingWords } from './words.ts';

/** The settings as the form shows them: yuan instead of fen, GB instead of MB, percent instead of basis points. */
type Fields = Omit<SiteSettings, 'minPayout' | 'refundAlone' | 'creatorQuotaMb' | 'taxBps'> & {
  readonly taxPercent: number;
  readonly refundAloneYuan: number;
  readonly minPayoutYuan: number;
  readonly creatorQuotaGb: number;
};

function toFields(settings: SiteSettings): Fields {
  const { minPayout, refundAlone, creatorQuotaMb, taxBps, ...rest } = settings;
  return {
    ...rest,
    minPayoutYuan: minPayout / 100,
    refundAloneYuan: refundAlone / 100,
    creatorQuotaGb: creatorQuotaMb / 1000,
    taxPercent: taxBps / 100,
  };
}

function fromFields(fields: Fields): SiteSettings {
  const { minPayoutYuan, refundAloneYuan, creatorQuotaGb, taxPercent, ...rest } = fields;
  return {
    ...rest,
    minPayout: hundredths(minPayoutYuan),
    refundAlone: hundredths(refundAloneYuan),
    taxBps: hundredths(taxPercent),
    creatorQuotaMb: Math.round(creatorQuotaGb * 1000),
  };
}

/** What the operator decides about the site. */
export function SettingsScreen(): ReactNode {
  const { settings } = useWords(sectionWords);
  const query = useAsk<SiteSettings>('/settings');
  return (
    <Screen title={settings}>
      <Answer of={query}>
        {(found) => <SettingsForm key={query.dataUpdatedAt} settings={found} />}
      </Answer>
    </Screen>
  );
}

function SettingsForm({ settings }: { settings: SiteSettings }): ReactNode {
  const words = useWords(settingWords);
  const common = useWords(commonWords);
  const { may } = useSession();
  const isOwner = may('settings.change', 'any');
  const [isChanged, setChanged] = useState(false);
  useUnsaved(isChanged);
  const deed = useDeed(
    (fields: Fields) => ask('PATCH', '/settings', { body: fromFields(fields) }),
    {
      done: common.saved,
      refreshes: ['/settings'],
      next: () => setChanged(false),
    },
  );
  return (
    <Form<Fields>
      className="stack form-narrow"
      layout="vertical"
      requiredMark={false}
      initialValues={toFields(settings)}
      disabled={!isOwner || deed.isBusy}
      onValuesChange={() => setChanged(true)}
      onFinish={(fields) => void deed.run(fields)}
    >
      {!isOwner && <Alert type="info" title={words.readOnly} />}
      <FaceCard />
      <TradeCard />
      <InvoiceCard />
      <CreatorCard />
      <AccountCard />
      {isOwner && (
        <div>
          <Button type="primary" htmlType="submit" disabled={!isChanged} loading={deed.isBusy}>
            {common.save}
          </Button>
        </div>
      )}
    </Form>
  );
}

function FaceCard(): ReactNode {
  const words = useWords(settingWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, whitespace: true, message: needed }];
  return (
    <Card title={<h2>{words.face}</h2>}>
      <Form.Item name={['siteName', 'zh']} label={words.nameZh} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={['siteName', 'en']} label={words.nameEn} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name={['slogan', 'zh']} label={words.sloganZh}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name={['slogan', 'en']} label={words.sloganEn}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="icp" label={words.icp} extra={words.icpHelp}>
        <Input maxLength={100} />
      </Form.Item>
    </Card>
  );
}

/** Who sells, as invoices say it. */
function InvoiceCard(): ReactNode {
  const words = useWords(settingWords);
  const { needed } = useWords(commonWords);
  return (
    <Card title={<h2>{words.invoicing}</h2>}>
      <p>{words.invoicingHelp}</p>
      <Form.Item name={['seller', 'name']} label={words.sellerName}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name={['seller', 'address']} label={words.sellerAddress}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name={['seller', 'taxNumber']} label={words.sellerTaxNumber}>
        <Input maxLength={30} />
      </Form.Item>
      <Form.Item
        name="taxPercent"
        label={words.taxRate}
        extra={words.taxRateHelp}
        rules={[{ required: true, message: needed }]}
      >
        <InputNumber min={0} max={50} precision={2} suffix="%" />
      </Form.Item>
    </Card>
  );
}

function CreatorCard(): ReactNode {
  const words = useWords(settingWords);
  const { needed } = useWords(commonWords);
  return (
    <Card title={<h2>{words.creators}</h2>}>
      <Form.Item
        name="creatorQuotaGb"
        label={words.quota}
        extra={words.quotaHelp}
        rules={[{ required: true, message: needed }]}
      >
        <InputNumber min={0.001} max={1_000_000} precision={3} suffix="GB" />
      </Form.Item>
    </Card>
  );
}

function AccountCard(): ReactNode {
  const words = useWords(settingWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, message: needed }];
  return (
    <Card title={<h2>{words.accounts}</h2>}>
      <Form.Item
        name="playersPerAccount"
        label={words.players}
        extra={words.playersHelp}
        rules={rules}
      >
        <InputNumber min={0} max={100} precision={0} />
      </Form.Item>
      <Form.Item
        name="devicesPerAccount"
        label={words.devices}
        extra={words.devicesHelp}
        rules={rules}
      >
        <InputNumber min={1} max={100} precision={0} />
      </Form.Item>
    </Card>
  );
}

function TradeCard(): ReactNode {
  const words = useWords(settingWords);
  const { needed } = useWords(commonWords);
  const rules = [{ required: true, message: needed }];
  const windows = refundWindows.map((value) => ({
    value,
    label: value === 0 ? words.noDays : fill(words.inDays, { n: String(value) }),
  }));
  return (
    <Card title={<h2>{words.trade}</h2>}>
      <p>{words.commission}</p>
      <p>
        <Link to="/commission">{words.toCommission}</Link>
      </p>
      <Form.Item
        name="refundDays"
        label={words.refundDays}
        extra={words.refundDaysHelp}
        rules={rules}
      >
        <Select options={windows} />
      </Form.Item>
      <Form.Item
        name="leastRefundDays"
        label={words.leastRefundDays}
        extra={words.leastRefundDaysHelp}
        rules={rules}
      >
        <Select options={windows} />
      </Form.Item>
      <Form.Item
        name="refundAloneYuan"
        label={words.refundAlone}
        extra={words.refundAloneHelp}
        rules={rules}
      >
        <InputNumber min={0} max={1_000_000} precision={2} suffix={words.yuan} />
      </Form.Item>
      <Form.Item name="minPayoutYuan" label={words.minPayout} rules={rules}>
        <InputNumber min={0.01} max={1_000_000} precision={2} suffix={words.yuan} />
      </Form.Item>
      <Form.Item name="defaultGateway" label={words.gateway} rules={rules}>
        <Input pattern="[a-z][a-z0-9\-]{0,31}" maxLength={32} />
      </Form.Item>
    </Card>
  );
}
