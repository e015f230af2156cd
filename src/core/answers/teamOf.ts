/**
 * The lead of a teammate with a session of its own: its entries name the team, and `<root>/teams/<team>/config.json`
 * has the lead's whole ID. The client removes that folder at the team's end, so the proof is to be had only while the
 * team lives.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { readSmallFile } from '../disk/openRegularFile.ts';
import { firstLines } from '../log/firstPrompt.ts';
import type { TrackedSessionLog } from '../log/trackedLog.ts';
import type { Relation } from '../model.ts';
import { parseSessionId } from '../text/ids.ts';
import { parseJson } from '../text/parseJson.ts';
import { object, safeParse, string } from '../text/schema.ts';

const teamEntry = object({ teamName: string });
const config = object({ leadSessionId: string });

/** One part of a path. */
const teamName = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}$/;
const largestConfig = 1024 * 1024;

/** Its relation to the lead; none for the lead itself, or where nothing proves one. */
export function teamOf({ file, root }: TrackedSessionLog): Relation[] {
  const teams = path.join(root, 'teams');
  if (!fs.existsSync(teams)) return [];
  for (const { line, offset, record } of firstLines(file.path)) {
    const team = safeParse(teamEntry, record)?.teamName;
    const isOwn = parseSessionId(record.sessionId) === file.sessionId;
    if (team === undefined || !isOwn || !teamName.test(team)) continue;
    const bytes = readSmallFile(path.join(teams, team, 'config.json'), largestConfig);
    const lead = parseSessionId(safeParse(config, parseJson(bytes))?.leadSessionId);
    if (lead === undefined || lead === file.sessionId) return [];
    const evidence = { kind: 'teammate-of', file: file.path, line, offset };
    return [{ kind: 'teammate-of', sessionId: lead, evidence }];
  }
  return [];
}
