/** The arguments contradict each other, or are none. */
export class Usage extends Error {}

/** What a system call or a reader says, in one line. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
