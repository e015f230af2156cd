/** How much of a record's texts an item carries, in UTF-16 units. */
export interface Limits {
  /** Prompts, answers, thinking, plans. */
  readonly text: number;
  /** Code, output of tools, fields. */
  readonly output: number;
  /** Whether records without talk are shown field by field; a page folds them and needs their labels alone. */
  readonly records: boolean;
}

/** For the entries of a page. */
export const pageLimits: Limits = { text: 24_000, output: 4_000, records: false };

/** For one entry that was asked for whole; what is longer is for the raw file. */
export const wholeLimits: Limits = { text: 1_000_000, output: 1_000_000, records: true };

/** For the records of an unfolded run. */
export const detailLimits: Limits = { text: 4_000, output: 4_000, records: true };
