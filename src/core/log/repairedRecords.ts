/** Records that were got back from a damaged line, or from one without a newline. */
import { singleRecordScanner } from './scanner/lineScanner.ts';
import { LineFlag, ScanOption } from './scanner/tables.ts';
import { otherOwner, reportedLine, type LogVisitor } from './logVisitor.ts';
import type { RepairedLine } from './repair.ts';

/** Records got back are scanned as lines of their own, at the place of the line they came from. */
export function visitRepaired(
  visitor: LogVisitor,
  line: Buffer,
  repaired: RepairedLine,
  lineNumber: number,
  offset: number,
): void {
  if (repaired.skipped > 0 || repaired.repaired > 0) {
    visitor.damage({ line: lineNumber, offset }, repaired.skipped, repaired.repaired, repaired.reason);
  }
  for (const { start, end } of repaired.records) {
    visitRecord(visitor, Buffer.from(line.subarray(start, end)), offset + start, lineNumber, offset);
  }
}

function visitRecord(visitor: LogVisitor, record: Buffer, offset: number, line: number, lineStart: number): void {
  const { ownId } = visitor;
  const scanner = singleRecordScanner();
  scanner.begin(ownId, offset, line - 1);
  const options = visitor.wantsPrompt() ? ScanOption.wantPrompt : 0;
  const input = Buffer.concat([record, Buffer.from('\n')]);
  for (let at = 0; at < input.length;) {
    const length = input.copy(scanner.input, 0, at, at + scanner.capacity);
    const { consumed } = scanner.scan(length, offset + at, 0, options);
    for (const report of scanner.reports()) {
      const id = otherOwner(visitor, report, ownId);
      if (id !== undefined) {
        visitor.switchTo?.(id, { line: report.line, offset: report.start });
        return visitRecord(visitor, record, offset, line, lineStart);
      }
      if ((report.flags & LineFlag.damaged) === 0)
        visitor.entry(
          report,
          reportedLine(() => record),
        );
    }
    scanner.fileLines(() => visitor.fileLine?.(line, lineStart));
    if (consumed === 0) break;
    at += consumed;
  }
  visitor.counts(scanner.counts());
}
