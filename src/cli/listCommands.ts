/** The commands that speak of all sessions at once, and not of one. They are loaded without all others. */
import type { Command } from './command.ts';
import { indexFigures } from './commands/indexFigures.ts';
import { sessions } from './commands/sessions.ts';

export { contextOf } from './context.ts';

export const commands: Readonly<Record<string, Command>> = { sessions, index: indexFigures };
