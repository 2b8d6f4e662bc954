import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import { CoverArt } from './cover-art.tsx';

/** A picture with its real size, so that the page does not move when it arrives. */
export interface Picture {
  readonly src: string;
  readonly width: number;
  readonly height: number;
  readonly srcSet?: string | undefined;
  /** The same in the form that is smallest, for browsers that know it. */
  readonly avifSrcSet?: string | undefined;
}

interface CoverProps {
  /** The title on the slip of a drawn cover; also decides its cloth and motif. */
  readonly title: string;
  readonly picture?: Picture | undefined;
  /** Load at once: for the one cover at the top of a page. */
  readonly eager?: boolean | undefined;
  readonly sizes?: string | undefined;
}

/** A 4:3 cover: the picture, or a cloth-bound book made from the title. Decoration: the title stands beside it. */
export function Cover({ title, picture, eager, sizes }: CoverProps): ReactNode {
  const seed = seedOf(title);
  if (!picture) {
    return (
      <span className={`cover cloth-${seed % 8}`} aria-hidden="true">
        <CoverArt seed={seed >>> 12} />
        <span
          className={classes('cover-slip', /\p{Script=Han}/u.test(title) && 'cover-slip-upright')}
        >
          <span>{shortTitle(title)}</span>
        </span>
      </span>
    );
  }
  const { avifSrcSet, ...plain } = picture;
  return (
    <span className="cover">
      <picture>
        {avifSrcSet && <source type="image/avif" srcSet={avifSrcSet} sizes={sizes} />}
        <img
          {...plain}
          alt=""
          sizes={sizes}
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : undefined}
          decoding="async"
        />
      </picture>
    </span>
  );
}

/** A number from 0 to 2³²−1 that depends on `text` alone (FNV-1a, avalanched). */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The part of a title before its subtitle. */
function shortTitle(title: string): string {
  return title.split(/[:：|]|——|\s[-–—]\s/u)[0]?.trim() || title;
}
