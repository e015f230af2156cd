/** What `hook` needs and no more: each start of a session waits for it to be loaded. */
import type { ContextInput } from './callContext.ts';
import { CliContext } from './context.ts';

export { command } from './commands/hook.ts';

/** To tell V8 to optimize less takes longer than it saves here. */
export function createContext(input: ContextInput): CliContext {
  return new CliContext(input);
}
