/** Texts of a caught value, which can be anything. */

export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** With the stack, for a log. */
export function errorDetail(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
