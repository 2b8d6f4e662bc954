import type { ReactNode } from 'react';
import { Badge } from '../badge.tsx';
import { Button, type ButtonVariant } from '../button.tsx';
import { CopyButton } from '../copy-button.tsx';
import { Dialog, DialogClose, DialogLink } from '../dialog.tsx';
import { CheckField, InputField, SelectField, TextAreaField } from '../field.tsx';
import { Form } from '../form.tsx';
import { Notice } from '../notice.tsx';
import { Pagination } from '../pagination.tsx';
import { PlayerShell } from '../player-shell.tsx';
import { Section } from '../section.tsx';
import { Table } from '../table.tsx';
import { Frame, type Sample } from './frame.tsx';

const variants: readonly ButtonVariant[] = ['primary', 'ink', 'outline', 'quiet', 'danger'];
const tones = ['info', 'success', 'warning', 'error'] as const;

/** Every part that no other sample shows. */
export function KitSample({ sample }: { readonly sample: Sample }): ReactNode {
  const { t } = sample;
  return (
    <Frame sample={sample} title={t('部件', 'Components')} signedIn>
      <div className="wrap page-body">
        <h1>{t('部件', 'Components')}</h1>
      </div>
      <Section title={t('按钮与徽章', 'Buttons and badges')}>
        <Buttons t={t} locale={sample.locale} />
      </Section>
      <Section title={t('消息', 'Messages')} tinted>
        <div className="stack-tight">
          {tones.map((tone) => (
            <Notice key={tone} tone={tone} title={t('已保存', 'Saved')}>
              <p>
                {t(
                  '课程已提交审核，一般在一个工作日内答复。',
                  'The course is under review; we usually answer within a working day.',
                )}
              </p>
            </Notice>
          ))}
        </div>
      </Section>
      <Section title={t('表格', 'Table')}>
        <Orders t={t} />
      </Section>
      <Section title={t('表单', 'Form')} tinted>
        <Fields {...sample} />
      </Section>
      <Section title={t('播放器与占位', 'Player and skeleton')}>
        <div className="stack">
          <PlayerShell
            locale={sample.locale}
            kind="video"
            title={t('为什么从这一年写起', 'Why the book begins here')}
            sources={[{ src: '/film.mp4', type: 'video/mp4' }]}
          />
          <div aria-hidden="true">
            <span className="skeleton skeleton-title" />
            <span className="skeleton skeleton-line" />
            <span className="skeleton skeleton-line" />
          </div>
          <Pagination
            locale={sample.locale}
            previous={{ href: '?before' }}
            next={{ href: '?after' }}
          />
        </div>
      </Section>
    </Frame>
  );
}

function Buttons({ t, locale }: Pick<Sample, 't' | 'locale'>): ReactNode {
  return (
    <div className="stack">
      <div className="cluster">
        {variants.map((variant) => (
          <Button key={variant} variant={variant} type="button">
            {t('继续', 'Continue')}
          </Button>
        ))}
        <Button variant="primary" type="button" busy>
          {t('正在保存', 'Saving')}
        </Button>
        <Button type="button" disabled>
          {t('不可用', 'Disabled')}
        </Button>
        <Button type="button" size="small">
          {t('小', 'Small')}
        </Button>
        <CopyButton locale={locale} text="https://example.com" />
        <DialogLink dialog="delete" variant="danger">
          {t('删除课程', 'Delete course')}
        </DialogLink>
      </div>
      <div className="cluster">
        <Badge>{t('草稿', 'Draft')}</Badge>
        <Badge tone="accent">{t('试学', 'Preview')}</Badge>
        <Badge tone="success">{t('已发布', 'Published')}</Badge>
        <Badge tone="warning">{t('审核中', 'In review')}</Badge>
        <Badge tone="error">{t('已退回', 'Returned')}</Badge>
        <Badge tone="info">{t('直播', 'Live')}</Badge>
      </div>
      <Dialog id="delete" title={t('删除这门课程？', 'Delete this course?')}>
        <p>
          {t(
            '课程与它的十三个课时会被删除，不能恢复。',
            'The course and its thirteen lessons will be gone for good.',
          )}
        </p>
        <Form locale={locale} action="/courses/0/delete">
          <div className="form-actions">
            <DialogClose locale={locale} />
            <Button variant="danger">{t('删除', 'Delete')}</Button>
          </div>
        </Form>
      </Dialog>
    </div>
  );
}

function Orders({ t }: Pick<Sample, 't'>): ReactNode {
  const rows = [
    {
      id: '20261103-0412',
      title: t('资治通鉴', 'Zizhi Tongjian'),
      day: '2026-11-03',
      amount: '¥199.00',
    },
    {
      id: '20261029-2217',
      title: t('写给所有人的概率论', 'Probability for everyone'),
      day: '2026-10-29',
      amount: '¥129.00',
    },
  ];
  return (
    <Table
      caption={t('最近的订单', 'Recent orders')}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        { label: t('订单号', 'Order'), cell: (row) => row.id },
        { label: t('内容', 'Item'), cell: (row) => row.title },
        { label: t('日期', 'Date'), cell: (row) => row.day },
        { label: t('金额', 'Amount'), cell: (row) => row.amount, numeric: true },
      ]}
    />
  );
}

function Fields({ locale, t }: Sample): ReactNode {
  return (
    <Form locale={locale} action="/settings">
      <InputField
        locale={locale}
        name="nickname"
        label={t('昵称', 'Name')}
        hint={t('别人看到的名字', 'What others see')}
      />
      <InputField
        locale={locale}
        name="phone"
        type="tel"
        inputMode="tel"
        label={t('手机号', 'Phone')}
        error={t('请输入 11 位手机号', 'Please enter 11 digits')}
      />
      <SelectField
        locale={locale}
        name="field"
        label={t('领域', 'Field')}
        options={[{ value: 'a', label: t('历史', 'History') }]}
      />
      <TextAreaField locale={locale} name="bio" optional label={t('简介', 'About you')} />
      <CheckField
        locale={locale}
        name="mail"
        optional
        label={t('接收每周来信', 'Weekly letter')}
        hint={t('每周一封，随时退订', 'Once a week; leave any time')}
      />
      <div className="form-actions">
        <Button variant="ink">{t('保存', 'Save')}</Button>
      </div>
    </Form>
  );
}
