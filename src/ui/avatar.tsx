import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { seedOf } from './cover.tsx';

interface AvatarProps {
  readonly name: string;
  readonly src?: string | undefined;
  readonly size?: 'small' | 'medium' | 'large' | undefined;
}

/** A person's picture or first character; decoration beside the name. */
export function Avatar({ name, src, size = 'medium' }: AvatarProps): ReactNode {
  const cloth = !src && `cloth-${seedOf(name) % 8}`;
  return (
    <span
      className={classes('avatar', size !== 'medium' && `avatar-${size}`, cloth)}
      aria-hidden="true"
    >
      {src ? <img src={src} alt="" width="72" height="72" loading="lazy" /> : [...name][0]}
    </span>
  );
}
