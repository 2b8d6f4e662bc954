import { PictureOutlined, UserOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { apiAddress } from './api.ts';

/** A picture of the house by its asset; an empty frame where there is none. */
export function Picture({
  assetId,
  isSmall = false,
}: {
  assetId: string | null;
  isSmall?: boolean;
}): ReactNode {
  const size = isSmall ? 'cover small' : 'cover';
  if (!assetId) {
    return (
      <span className={`${size} none`} aria-hidden="true">
        <PictureOutlined />
      </span>
    );
  }
  return <img className={size} src={apiAddress(`/assets/${assetId}/file`)} alt="" loading="lazy" />;
}

/** A portrait by its asset, round as on the site; an empty one where there is none. */
export function Portrait({ assetId }: { assetId: string | null }): ReactNode {
  if (!assetId) {
    return (
      <span className="portrait none" aria-hidden="true">
        <UserOutlined />
      </span>
    );
  }
  return <img className="portrait" src={apiAddress(`/assets/${assetId}/file`)} alt="" />;
}
