/** Requests to export sessions: one zip file at a time is written for each path. */
import { exportSession } from '../core/answers/exportSession.ts';
import type { ScratchHost } from '../core/scratch/findScratch.ts';
import type { LiveIndex } from '../live/liveIndex.ts';
import type { Handlers } from '../messages/requestMessage.ts';
import type { ExportRequests } from '../service/exportRequests.ts';

export function exportHandlers(live: LiveIndex, scratchHost: () => ScratchHost): Handlers<ExportRequests> {
  const running = new Map<string, AbortController>();
  return {
    async exportSession(id, file) {
      const controller = new AbortController();
      running.get(file)?.abort();
      running.set(file, controller);
      try {
        const target = { path: file, replace: true };
        const manifest = await exportSession(live.index, id, scratchHost(), { target, signal: controller.signal });
        if (manifest === undefined) return undefined;
        const { files, leftOut } = manifest;
        return { files: files.length, bytes: files.reduce((sum, one) => sum + one.bytes, 0), leftOut: leftOut.length };
      } catch (error) {
        if (!controller.signal.aborted) throw error;
        if (running.get(file) !== controller) throw new Error('A later export writes this file.', { cause: error });
        return undefined;
      } finally {
        if (running.get(file) === controller) running.delete(file);
      }
    },
    cancelExport: (file) => running.get(file)?.abort(),
  };
}
