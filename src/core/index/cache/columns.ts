/** Columns of numbers and text, end to end in the byte order of this machine. */

type Column = Float64Array | Uint32Array | Int32Array | Uint8Array;
type ColumnType<T extends Column = Column> = {
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
  readonly BYTES_PER_ELEMENT: number;
};
type ColumnTypes = Readonly<Record<string, ColumnType>>;
export type Columns<Types> = { [Name in keyof Types]: Types[Name] extends ColumnType<infer T> ? T : never };

/** The numbers of elements of all columns, then the columns in the order of `types`, each at a multiple of 8. */
export function joinColumns<Types extends ColumnTypes>(columns: Columns<Types>, types: Types): Buffer {
  const all = Object.keys(types).map((name) => columns[name as keyof Types]) as Column[];
  const lengths = new Float64Array(all.map((column) => column.length));
  return Buffer.concat([lengths, ...all].map(padded));
}

/**
 * The columns that were joined with the same types, as views of the bytes: copy what must outlive them. Throws a
 * RangeError when the length of the bytes does not fit.
 */
export function splitColumns<Types extends ColumnTypes>(bytes: Buffer, types: Types): Columns<Types> {
  const names = Object.keys(types);
  let at = 0;
  const take = <T extends Column>(type: ColumnType<T>, length: number): T => {
    const start = bytes.byteOffset + at;
    at += paddedLength(length * type.BYTES_PER_ELEMENT);
    if (!(at <= bytes.length)) throw new RangeError('columns beyond the end');
    return new type(bytes.buffer, start, length);
  };
  const lengths = take(Float64Array, names.length);
  const columns = names.map((name, i) => [name, take(types[name] as ColumnType, lengths[i] ?? NaN)]);
  if (at !== bytes.length) throw new RangeError('more bytes than columns');
  return Object.fromEntries(columns) as Columns<Types>;
}

/** A column of text. */
export function textOf(bytes: Uint8Array, encoding: 'latin1' | 'utf8'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(encoding);
}

function padded(column: Column): Uint8Array {
  const bytes = new Uint8Array(paddedLength(column.byteLength));
  bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return bytes;
}

function paddedLength(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
