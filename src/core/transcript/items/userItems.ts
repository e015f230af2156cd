/** Items of a `user` record: prompts, results of tool calls, and what the client says in the user's place. */
import type { ItemBuilder } from './builder.ts';
import { blocksOf, imageOfBlock } from './images.ts';
import type { ImageRef } from './items.ts';
import { asObject, asString } from '../../text/schema.ts';
import { addRecord } from './recordItem.ts';
import { addTalk } from './talk.ts';
import { addResult } from './toolResult.ts';

export function addUserItems(builder: ItemBuilder): void {
  const { record } = builder;
  const content = asObject(record['message'])?.['content'];
  if (typeof content === 'string') return addTalk(builder, content, [], viaOf(builder, content));
  const texts: string[] = [];
  const images: ImageRef[] = [];
  for (const block of blocksOf(content)) {
    if (block['type'] === 'text') texts.push(asString(block['text']) ?? '');
    else if (block['type'] === 'tool_result') addResult(builder, block);
    else if (block['type'] === 'image') {
      const image = imageOfBlock(block, builder.nextImage(), builder.whole);
      if (image !== undefined) images.push(image);
    } else addRecord(builder, `${asString(block['type']) ?? 'unknown'} block`);
  }
  for (const [index, text] of texts.entries()) addTalk(builder, text, index === 0 ? images : [], viaOf(builder, text));
  if (texts.length === 0 && images.length > 0) builder.add({ kind: 'prompt', text: { text: '' }, images });
  if (builder.items.length === 0) addRecord(builder);
}

/**
 * The client starts a session that implements a plan with this prompt (field `planContent` from 2.1.40 on, text alone
 * in 2.1.12).
 */
function viaOf(builder: ItemBuilder, text: string): 'plan' | undefined {
  const starts = text.startsWith('Implement the following plan:');
  return starts || typeof builder.record['planContent'] === 'string' ? 'plan' : undefined;
}
