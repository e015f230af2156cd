/** What the plans of all sessions are about, for those who look for one. */
import * as path from 'node:path';
import { isSameStamp, stampFrom, stampOf, type FileStamp } from '../disk/fileStamp.ts';
import { readStart } from '../disk/openRegularFile.ts';
import type { SessionIndex } from '../index/sessionIndex.ts';
import type { SessionId } from '../model.ts';
import { planNameOf } from '../plans/planOwners.ts';
import { titledBytes, titleOfPlan } from '../plans/planTitle.ts';

/** A plan of a session by name; `title` as in `Plan`, of a file that is there. */
export interface PlanTitle {
  readonly slug: string;
  readonly title: string | undefined;
}

interface KnownTitle {
  readonly stamp: FileStamp;
  readonly title: string | undefined;
}

/** Reads the start of each plan file once, and again when its stamp is another. */
export class PlanTitles {
  #titles = new Map<string, KnownTitle>();

  /**
   * The plans of every session that has one. A path that only a log names is not opened: the folder must be a plans
   * directory.
   */
  of(index: SessionIndex): Map<SessionId, PlanTitle[]> {
    const { listed } = index.directories;
    const titles = new Map<string, KnownTitle>();
    const found = new Map<SessionId, PlanTitle[]>();
    for (const id of index.rows.keys()) {
      const plans = index.plansOf(id).paths.map((file): PlanTitle => {
        const slug = planNameOf(file);
        if (!titles.has(file) && listed.has(path.dirname(file))) {
          const title = this.#read(file);
          if (title !== undefined) titles.set(file, title);
        }
        return { slug, title: titles.get(file)?.title };
      });
      if (plans.length > 0) found.set(id, plans);
    }
    this.#titles = titles;
    return found;
  }

  #read(file: string): KnownTitle | undefined {
    const stamp = stampOf(file);
    const known = this.#titles.get(file);
    if (stamp === undefined || isSameStamp(stamp, known?.stamp)) return stamp && known;
    const bytes = readStart(file, titledBytes);
    return bytes && { stamp: stampFrom(stamp), title: titleOfPlan(bytes) };
  }
}
