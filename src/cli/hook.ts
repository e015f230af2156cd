/** What `hook` needs and no more: each start of a session waits for it to be loaded. */
export { command } from './commands/hook.ts';
export { createContext } from './context.ts';
