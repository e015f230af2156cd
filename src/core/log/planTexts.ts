/** The whole text of a plan, as one record of a log has it. */
import { safeParse, type Infer, type Json } from '../text/schema.ts';
import * as records from './recordShapes.ts';

/** The text that a record which proves a plan logs of it; `undefined` when it logs none, or none as a whole. */
export function planTextIn(record: Json): string | undefined {
  const result = safeParse(records.fileWrite, record)?.toolUseResult;
  return (
    safeParse(records.planAttachment, record)?.attachment.planContent ??
    safeParse(records.planApproval, record)?.toolUseResult.plan ??
    safeParse(records.planPrompt, record)?.planContent ??
    result?.content ??
    (result && editedText(result))
  );
}

/** The whole text after an Edit, which logs the text before it. */
export function editedText(edit: Infer<typeof records.fileWrite>['toolUseResult']): string | undefined {
  const { originalFile, oldString, newString, replaceAll } = edit;
  if (typeof originalFile !== 'string' || typeof oldString !== 'string' || typeof newString !== 'string')
    return undefined;
  return replaceAll === true
    ? originalFile.replaceAll(oldString, () => newString)
    : originalFile.replace(oldString, () => newString);
}
