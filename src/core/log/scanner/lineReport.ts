/** What the scanner says of one line. */
import { parseJson } from '../../text/parseJson.ts';
import { asString } from '../../text/schema.ts';
import { ReportField, reportHeader } from './tables.ts';

const fieldCount = Object.keys(ReportField).length;

/** One line that can matter. Field texts are `''` when the line has none. */
export interface LineReport {
  /** 1-based. */
  readonly line: number;
  readonly flags: number;
  /** Byte offsets of the line in the file, the newline not included. */
  readonly start: number;
  readonly end: number;
  /** Last entry before this one with a slug: line (0: none) and offset. */
  readonly slugLine: number;
  readonly slugOffset: number;
  readonly sessionId: string;
  readonly slug: string;
  readonly cwd: string;
  readonly branch: string;
  readonly timestamp: string;
  readonly agentId: string;
  readonly parentToolUseId: string;
  readonly type: string;
  /** `data.agentId` of a progress record. */
  readonly progressAgentId: string;
  readonly entrypoint: string;
}

/** A report in the scanner's memory: valid until its next `scan`. A field of more than 4 KB counts as none. */
export class ScannedReport implements LineReport {
  readonly #memory: Buffer;
  readonly #view: DataView;
  readonly #at: number;

  constructor(memory: Buffer, view: DataView, at: number) {
    this.#memory = memory;
    this.#view = view;
    this.#at = at;
  }

  get line(): number {
    return this.#view.getUint32(this.#at, true);
  }

  get flags(): number {
    return this.#view.getUint32(this.#at + 4, true);
  }

  get start(): number {
    return this.#view.getFloat64(this.#at + 8, true);
  }

  get end(): number {
    return this.#view.getFloat64(this.#at + 16, true);
  }

  get slugLine(): number {
    return this.#view.getUint32(this.#at + 32, true);
  }

  get slugOffset(): number {
    return this.#view.getFloat64(this.#at + 24, true);
  }

  get sessionId(): string {
    return this.#field(ReportField.sessionId);
  }

  get slug(): string {
    return this.#field(ReportField.slug);
  }

  get cwd(): string {
    return this.#field(ReportField.cwd);
  }

  get branch(): string {
    return this.#field(ReportField.branch);
  }

  get timestamp(): string {
    return this.#field(ReportField.timestamp);
  }

  get agentId(): string {
    return this.#field(ReportField.agentId);
  }

  get parentToolUseId(): string {
    return this.#field(ReportField.parentToolUse);
  }

  get type(): string {
    return this.#field(ReportField.type);
  }

  get progressAgentId(): string {
    return this.#field(ReportField.dataAgentId);
  }

  get entrypoint(): string {
    return this.#field(ReportField.entrypoint);
  }

  /** Where the next report is. */
  get next(): number {
    return this.#fieldAt(fieldCount);
  }

  #field(number: number): string {
    const at = this.#fieldAt(number);
    const length = this.#view.getUint32(at, true);
    return length === 0 ? '' : decodeString(this.#memory, at + 4, at + 4 + length);
  }

  #fieldAt(number: number): number {
    let at = this.#at + reportHeader;
    for (let i = 0; i < number; i++) at += 4 + ((this.#view.getUint32(at, true) + 3) & ~3);
    return at;
  }
}

/** The text of a JSON string's inside. */
function decodeString(bytes: Buffer, from: number, to: number): string {
  const text = bytes.toString('utf8', from, to);
  if (!text.includes('\\')) return text;
  return asString(parseJson(`"${text}"`)) ?? '';
}
