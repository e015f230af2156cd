/** The contract says what the types of the commands say: checked by the compiler, as well for what no fixture has. */
import { expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { command as agents } from '../../../src/cli/commands/agents.ts';
import type { command as cleanScratch } from '../../../src/cli/commands/cleanScratch.ts';
import type { command as blame } from '../../../src/cli/commands/blame.ts';
import type { command as collisions } from '../../../src/cli/commands/collisions.ts';
import type { command as diagnostics } from '../../../src/cli/commands/diagnostics.ts';
import type { command as exportCommand } from '../../../src/cli/commands/export.ts';
import type { command as files } from '../../../src/cli/commands/files.ts';
import type { command as foreign } from '../../../src/cli/commands/foreign.ts';
import type { command as hook } from '../../../src/cli/commands/hook.ts';
import type { command as index } from '../../../src/cli/commands/indexFigures.ts';
import type { command as lineage } from '../../../src/cli/commands/lineage.ts';
import type { command as owner } from '../../../src/cli/commands/owner.ts';
import type { command as plan } from '../../../src/cli/commands/plan.ts';
import type { command as restoreScratch } from '../../../src/cli/commands/restoreScratch.ts';
import type { command as scratchDir } from '../../../src/cli/commands/scratchDir.ts';
import type { command as session } from '../../../src/cli/commands/session.ts';
import type { command as siblings } from '../../../src/cli/commands/siblings.ts';
import type { command as touched } from '../../../src/cli/commands/touched.ts';
import type { command as who } from '../../../src/cli/commands/who.ts';
import type { Command } from '../../../src/cli/command.ts';
import type { ErrorCode } from '../../../src/cli/answers.ts';
import type { SessionJson } from '../../../src/cli/json.ts';
import type { PlanVersion } from '../../../src/core/plans/history/planVersions.ts';
import type { LiveProcess, SessionId } from '../../../src/core/model.ts';
import type { NameKind } from '../../../src/core/answers/resolveName.ts';
import type { answers, errorCodes } from '../../../src/contract/answers.ts';

type Times = 'firstActivity' | 'lastActivity' | 'startedAt' | 'time';

/** What `toJson` makes of a value. */
type Json<T> = T extends undefined
  ? null
  : T extends SessionId
    ? string
    : T extends string | number | boolean | null
      ? T
      : T extends readonly (infer Element)[]
        ? Json<Element>[]
        : {
            -readonly [Key in keyof T]: Key extends Times
              ? string | null
              : Json<Key extends 'unread' | 'unreadCount' ? Lack<T[Key]> : T[Key]>;
          };

/** What was not read is left out where all was. */
type Lack<T> = [T] extends [readonly string[] | number | undefined] ? Exclude<T, undefined> : T;

/** One object in place of intersections, without what is added to another machine's answer. */
type Flat<T> = T extends readonly (infer Element)[]
  ? Flat<Element>[]
  : T extends object
    ? { [Key in keyof T as Exclude<Key, 'host' | 'alsoOn'>]: Flat<T[Key]> }
    : T;

type AnswerOf<C> = C extends Command<infer Answer, never> ? Flat<Json<Answer>> : never;
type Contract<Name extends keyof typeof answers> = Flat<z.output<(typeof answers)[Name]>>;

it('of every command whose answer has a type', () => {
  expectTypeOf<Contract<'plan'>>().toEqualTypeOf<AnswerOf<typeof plan>>();
  expectTypeOf<Contract<'session'>>().toEqualTypeOf<AnswerOf<typeof session>>();
  expectTypeOf<Contract<'lineage'>>().toEqualTypeOf<AnswerOf<typeof lineage>>();
  expectTypeOf<Contract<'foreign'>>().toEqualTypeOf<AnswerOf<typeof foreign>>();
  expectTypeOf<Contract<'agents'>>().toEqualTypeOf<AnswerOf<typeof agents>>();
  expectTypeOf<Contract<'owner'>>().toEqualTypeOf<AnswerOf<typeof owner>>();
  expectTypeOf<Contract<'export'>>().toEqualTypeOf<AnswerOf<typeof exportCommand>>();
  expectTypeOf<Contract<'files'>>().toEqualTypeOf<AnswerOf<typeof files>>();
  expectTypeOf<Contract<'touched'>>().toEqualTypeOf<AnswerOf<typeof touched>>();
  expectTypeOf<Contract<'blame'>>().toEqualTypeOf<AnswerOf<typeof blame>>();
  expectTypeOf<Contract<'collisions'>>().toEqualTypeOf<AnswerOf<typeof collisions>>();
  expectTypeOf<Contract<'siblings'>>().toEqualTypeOf<AnswerOf<typeof siblings>>();
  expectTypeOf<Contract<'scratch-dir'>>().toEqualTypeOf<AnswerOf<typeof scratchDir>>();
  expectTypeOf<Contract<'clean-scratch'>>().toEqualTypeOf<AnswerOf<typeof cleanScratch>>();
  expectTypeOf<Contract<'restore-scratch'>>().toEqualTypeOf<AnswerOf<typeof restoreScratch>>();
  expectTypeOf<Contract<'hook'>>().toEqualTypeOf<AnswerOf<typeof hook>>();
  expectTypeOf<Contract<'diagnostics'>>().toEqualTypeOf<AnswerOf<typeof diagnostics>>();
  expectTypeOf<Contract<'index'>>().toEqualTypeOf<AnswerOf<typeof index>>();
  expectTypeOf<Contract<'who'>>().toEqualTypeOf<AnswerOf<typeof who>>();
});

it('of the commands that print something else than they answer', () => {
  expectTypeOf<Contract<'sessions'>[number]>().toEqualTypeOf<Flat<Json<SessionJson>>>();
  expectTypeOf<Contract<'resolve'>['sessions'][number]>().toEqualTypeOf<Flat<Json<SessionJson>>>();
  expectTypeOf<Contract<'resolve'>['kind']>().toEqualTypeOf<NameKind>();
  expectTypeOf<Contract<'watch'>['session']>().toEqualTypeOf<Flat<Json<SessionJson>>>();
  expectTypeOf<Contract<'watch'>['processes'][number]>().toEqualTypeOf<Flat<Json<LiveProcess>>>();
  expectTypeOf<Omit<Contract<'plan-history'>['versions'][number], 'evidence'>>().toEqualTypeOf<
    Omit<Flat<Json<PlanVersion>>, 'evidence'>
  >();
});

it('of errors', () => {
  expectTypeOf<(typeof errorCodes)[number]>().toEqualTypeOf<ErrorCode>();
});
