/** The plans that a session's row counts. */

export interface RowPlans {
  /** Paths of the plans that the session's row counts. */
  readonly paths: readonly string[];
  /** Plan names in its logs that are not among its slugs, whether or not there is such a file. */
  readonly names: readonly string[];
}

export const noPlans: RowPlans = { paths: [], names: [] };

/** Whether both have the same paths and names, in the same order. */
export function samePlans(a: RowPlans, b: RowPlans): boolean {
  return isSameList(a.paths, b.paths) && isSameList(a.names, b.names);
}

function isSameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}
