import { fill } from '#kernel/locale.ts';
import { EllipsisOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useState, type ReactNode } from 'react';
import type { TemplateItem } from '#authoring/schema.ts';
import type { WorkDetail } from '#catalog/schema.ts';
import { ExportDialog } from '#content/studio/export-dialog.tsx';
import { exportWords } from '#content/studio/words.ts';
import { ask, useAsk, type Page } from '#studio/api.ts';
import { useConfirm, useDeed } from '#studio/deed.tsx';
import { useWords } from '#studio/preferences.tsx';
import { useSession } from '#studio/session.ts';
import { commonWords } from '#studio/words.ts';
import { PreviewLinks } from './preview-links.tsx';
import { beginWords, shareWords } from './words.ts';

/** An entry that another room adds to a work's menu. */
export interface MenuEntry {
  readonly key: string;
  readonly label: string;
  readonly act: () => void;
}

/** What else can be done with a work: show its draft to somebody, begin another from it. */
export function WorkMenu({
  work,
  entries,
}: {
  work: WorkDetail;
  entries: readonly MenuEntry[];
}): ReactNode {
  const { more } = useWords(commonWords);
  const share = useWords(shareWords);
  const { entry: exportEntry } = useWords(exportWords);
  const { user, may } = useSession();
  const [isExporting, setExporting] = useState(false);
  const [isSharing, setSharing] = useState(false);
  const isOwn = user.id === work.creatorId;
  const copies = useCopies(work, isOwn && may('work.copy'));
  const shown: readonly MenuEntry[] = [
    ...(may('draft.share') && work.may.edit
      ? [{ key: 'share', label: share.share, act: () => setSharing(true) }]
      : []),
    ...copies,
    ...(may('content.export', isOwn ? 'own' : 'any')
      ? [{ key: 'export', label: exportEntry, act: () => setExporting(true) }]
      : []),
    ...entries,
  ];
  if (shown.length === 0) return null;
  const menu: MenuProps = {
    items: shown.map(({ key, label }) => ({ key, label })),
    onClick: ({ key }) => shown.find((entry) => entry.key === key)?.act(),
  };
  return (
    <>
      <Dropdown menu={menu} trigger={['click']}>
        <Button icon={<EllipsisOutlined />}>{more}</Button>
      </Dropdown>
      {isExporting && <ExportDialog work={work} onClose={() => setExporting(false)} />}
      {isSharing && <PreviewLinks work={work} onClose={() => setSharing(false)} />}
    </>
  );
}

function useCopies(work: WorkDetail, isOn: boolean): readonly MenuEntry[] {
  const words = useWords(beginWords);
  const confirm = useConfirm();
  const navigate = useNavigate();
  const { data } = useAsk<Page<TemplateItem>>('/templates', { limit: 100 }, { isOn });
  const isTemplate = data?.items.some(({ id }) => id === work.id) ?? false;
  const duplicate = useDeed(
    () => ask<{ id: string }>('POST', `/works/${work.id}/copies`, { body: {} }),
    {
      done: words.duplicated,
      refreshes: ['/works'],
      next: ({ id }) => void navigate({ to: '/works/$id', params: { id } }),
    },
  );
  const refreshes = ['/templates'];
  const make = useDeed(() => ask('PUT', `/works/${work.id}/template`), {
    done: words.templateMade,
    refreshes,
  });
  const drop = useDeed(() => ask('DELETE', `/works/${work.id}/template`), {
    done: words.templateDropped,
    refreshes,
  });
  if (!isOn) return [];
  return [
    {
      key: 'duplicate',
      label: words.duplicate,
      act: () =>
        confirm({
          title: fill(words.duplicateTitle, { title: work.title }),
          text: words.duplicateText,
          yes: words.duplicate,
          isDangerous: false,
          act: () => duplicate.run(),
        }),
    },
    isTemplate
      ? { key: 'template', label: words.dropTemplate, act: () => void drop.run() }
      : { key: 'template', label: words.makeTemplate, act: () => void make.run() },
  ];
}
