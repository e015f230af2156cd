/** Long output piece by piece: no more is made than the reader takes, and nothing more once the reader has gone. */
import { once } from 'node:events';

const batch = 64 * 1024;

/** Writes the texts to stdout. Whatever `texts` throws comes through; a reader that went away ends it in silence. */
export async function printAll(texts: Iterable<string>): Promise<void> {
  const { stdout } = process;
  let waiting = '';
  try {
    for (const text of texts) {
      waiting += text;
      if (waiting.length < batch) continue;
      const taken = stdout.write(waiting);
      waiting = '';
      if (!taken) await once(stdout, 'drain');
      if (stdout.destroyed || stdout.errored) return;
    }
    if (waiting !== '') stdout.write(waiting);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
