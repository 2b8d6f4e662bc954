/** Widths in which pictures are kept, narrowest first: a phone's column, a card, a page, and twice of it for fine screens. */
export const pictureWidths = [320, 640, 960, 1280, 1920] as const;

/** What they are written as, for every browser, for current ones, and for the newest; the last is the smallest. */
export const pictureForms = ['jpeg', 'webp', 'avif'] as const;
export type PictureForm = (typeof pictureForms)[number];

/** The width of the one that is for whoever does not choose. */
export const plainWidth = 1280;

/** The widths in which a picture of `width` is kept: none larger than it is, and at least one. */
export function widthsOf(width: number): number[] {
  const most = Math.min(width, pictureWidths.at(-1)!);
  return [...pictureWidths.filter((one) => one < most), most];
}

/** What a picture of a width and form is called in its asset. */
export function pictureName(width: number, form: PictureForm): string {
  return `${width}-${form}`;
}

/** A kept picture, as one is chosen among several. */
export interface Candidate {
  readonly width: number;
  readonly mediaType: string;
}

/** What a page wants of a picture. */
export interface PictureWish {
  readonly width: number;
  readonly form: PictureForm;
}

/**
 * The picture for a page: the narrowest that is wide enough, else the widest; another form where the wanted one is not (yet)
 * made.
 */
export function choosePicture<One extends Candidate>(
  kept: readonly One[],
  { width, form }: PictureWish,
): One | undefined {
  const wanted = kept.filter(({ mediaType }) => mediaType === `image/${form}`);
  const among = (wanted.length > 0 ? wanted : kept).toSorted((a, b) => a.width - b.width);
  return among.find((one) => one.width >= width) ?? among.at(-1);
}

/** What the query of a picture's address wishes; whatever else stands there wishes for the plain one. */
export function readWish(query: URLSearchParams): PictureWish {
  const width = Number(query.get('w') ?? plainWidth);
  const form = pictureForms.find((one) => one === query.get('as')) ?? 'jpeg';
  return { width: Number.isFinite(width) && width > 0 ? width : plainWidth, form };
}

/** The addresses of one picture in the kept widths up to `most`, as `srcset` lists them. */
export function writeSrcSet(address: string, form: PictureForm, most: number): string {
  return widthsOf(most)
    .map((width) => `${address}?w=${width}&as=${form} ${width}w`)
    .join(', ');
}
