/** A recording as a transcoder opens it. */
export interface Source {
  /** Where it lies on this machine. */
  readonly path: string;
  /** By its content: it decides how the file is read, so that a file cannot choose another reader. */
  readonly mediaType: string;
}

/** One form of a video: its size in pixels (even numbers), and the most bits a second that it may take. */
export interface VideoForm {
  readonly width: number;
  readonly height: number;
  readonly maxBps: number;
}

/** A stretch of a video to be encoded in several forms at once. */
export interface VideoJob {
  readonly source: Source;
  /** The whole width and height of the source are used; seconds are on the source's own clock. */
  readonly fromSec: number;
  readonly toSec: number;
  /** Where pieces begin, `fromSec` first. */
  readonly cutsSec: readonly number[];
  /** Pictures a second, such as `25` or `30000/1001`. */
  readonly frameRate: string;
  readonly forms: readonly VideoForm[];
  /** Takes the header of a form: once, before its first piece. */
  readonly onHeader: (form: number, header: Buffer) => Promise<void>;
  /** Takes the next piece of a form, a CMAF fragment on the source's clock; the next comes when this is done. */
  readonly onPiece: (form: number, piece: Buffer) => Promise<void>;
  /** How many seconds of the stretch are done. */
  readonly onProgress: (doneSec: number) => void;
}

/** A recording's sound to be encoded as AAC. */
export interface SoundJob {
  readonly source: Source;
  readonly durationSec: number;
  /** How much louder it becomes; peaks are held below −1.5 dB. */
  readonly gainDb: number;
  readonly onProgress: (doneSec: number) => void;
}

/** What a recording sounds like. */
export interface Loudness {
  /** Integrated, by EBU R 128; −70 for silence. */
  readonly lufs: number;
  /** The loudest sample of each of equally long parts, 0 to 255. */
  readonly peaks: Buffer;
}

/**
 * The port for what needs a decoder or an encoder. A house without one delivers recordings as they came.
 * Each verb ends within a time that its job's length bounds, and throws `MediumRefused` when the recording is to blame.
 */
export interface Transcoder {
  /** For the log, such as `ffmpeg 7.1`. */
  readonly name: string;
  encodeVideo(job: VideoJob): Promise<void>;
  /** Encodes sound as CMAF fragments of about six seconds. */
  encodeSound(
    job: SoundJob & {
      readonly onHeader: (header: Buffer) => Promise<void>;
      readonly onPiece: (piece: Buffer, durationSec: number) => Promise<void>;
    },
  ): Promise<void>;
  /** Encodes sound as one m4a file at `path` that plays while it loads. */
  writeSound(job: SoundJob & { readonly path: string }): Promise<void>;
  measureSound(job: Omit<SoundJob, 'gainDb'> & { readonly parts: number }): Promise<Loudness>;
  /** A telling picture near `atSec`, as PNG, no wider than `width`. */
  takePicture(job: {
    readonly source: Source;
    readonly atSec: number;
    readonly width: number;
  }): Promise<Buffer>;
  /** A sheet of small pictures, one each `everySec`, row by row, as PNG. */
  takeSheet(job: {
    readonly source: Source;
    readonly durationSec: number;
    readonly everySec: number;
    readonly columns: number;
    readonly rows: number;
    readonly width: number;
    readonly height: number;
  }): Promise<Buffer>;
  /** Ends whatever is under way; it then fails, and is tried again at the next start. */
  close(): Promise<void>;
}

/** The recording cannot be decoded, whoever tries and however often. */
export class MediumRefused extends Error {
  override readonly name = 'MediumRefused';
}
