/** `diagnostics`: what was found and what was passed over, for a report of a defect. */
import * as os from 'node:os';
import { version } from '../../../package.json';
import { diagnosticsOf, type Diagnostics, type Programs } from '../../core/answers/diagnostics.ts';
import { diagnosticsText } from '../../presentation/diagnosticsText.ts';
import type { Command } from '../command.ts';

interface DiagnosticsAnswer extends Diagnostics {
  readonly programs: Programs;
}

export const command: Command<DiagnosticsAnswer> = {
  help: [
    'diagnostics',
    '  Data roots and why one is empty, counts, skipped lines by reason, versions of Claude Code, cache and times.',
    '  No titles, no texts, no names of projects: to be pasted into a report.',
  ],
  options: {},
  run(context) {
    const started = performance.now();
    const index = context.openIndex();
    const startMs = Math.round(performance.now() - started);
    const { platform, arch, versions } = process;
    return {
      programs: { sessionScope: version, node: versions.node, platform: `${platform} ${arch}`, vscode: undefined },
      ...diagnosticsOf(
        index,
        { cache: context.cacheDiagnostics(), watching: undefined, startMs, comparisonMs: undefined },
        os.homedir(),
      ),
    };
  },
  text: ({ programs, ...found }) => diagnosticsText(programs, found).trimEnd(),
};
