/** A refresh of the index in slices of time, between which the thread answers requests. */
import type { IndexChange, IndexProgress } from '../core/index/indexTypes.ts';
import type { SessionIndex } from '../core/index/sessionIndex.ts';

/** Milliseconds of work at a stretch. */
const slice = 25;

export interface SliceEvents {
  /** After each step, with what it found. */
  readonly step: (progress: IndexProgress) => void;
  /** Between two slices. Returns false to give the refresh up. */
  readonly pause: (progress: IndexProgress) => boolean;
}

export interface SlicedRefresh {
  /** What the refresh found at its end; `undefined`: it was given up. */
  readonly change: IndexChange | undefined;
  /** Milliseconds that it took without the steps that read logs: what is read is read once. */
  readonly comparing: number;
}

export async function refreshInSlices(index: SessionIndex, events: SliceEvents): Promise<SlicedRefresh> {
  const steps = index.refreshSteps();
  let comparing = 0;
  let sliceStart = performance.now();
  for (let started = sliceStart; ; started = performance.now()) {
    const { bytesRead } = index;
    const step = steps.next();
    const now = performance.now();
    if (index.bytesRead === bytesRead) comparing += now - started;
    if (step.done) return { change: step.value, comparing };
    events.step(step.value);
    if (now - sliceStart < slice) continue;
    await new Promise((resolve) => setImmediate(resolve));
    if (!events.pause(step.value)) return { change: undefined, comparing };
    sliceStart = performance.now();
  }
}
