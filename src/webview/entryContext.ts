/** What the parts of an entry need of the page around them. */
import type { ItemSource, TranscriptItem } from '../core/transcript/items/items.ts';
import type { Host } from './host.ts';

export interface EntryContext {
  readonly host: Host;
  /** Folders that are open in the window. */
  readonly folders: readonly string[];
  /** Whether an entry is unfolded: as the reader left it, else `byDefault`. */
  isOpen(key: string, byDefault?: boolean): boolean;
  setOpen(key: string, open: boolean): void;
  /** The item with its texts whole, once they were asked for. */
  whole<Item extends TranscriptItem>(item: Item): Item;
  /** Reads the entry's texts whole and shows them. */
  showWhole(item: ItemSource): Promise<void>;
  /** The text of an entry stands in other nodes than before. */
  textChanged(): void;
  /** One sentence for people. */
  say(sentence: string): void;
}
