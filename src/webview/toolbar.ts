/** The bar above the transcript: what is shown, and the ways through it. */
import { t } from '@vscode/l10n';
import type { ShownLog } from '../messages/webviewMessages.ts';
import { button, element, icon, type IconName } from './dom.ts';

export interface ToolbarActions {
  readonly first: () => void;
  readonly previousPrompt: () => void;
  readonly nextPrompt: () => void;
  readonly last: () => void;
  readonly find: () => void;
  readonly toggleRecords: () => void;
  readonly toggleWrap: () => void;
  readonly copy: () => void;
  readonly openText: () => void;
  readonly openRaw: () => void;
  readonly openPlan: () => void;
  readonly openSpawn: () => void;
  readonly help: () => void;
}

export class Toolbar {
  readonly view: HTMLElement;
  readonly #title = element('h1', 'title', t('Transcript'));
  readonly #about = element('span', 'about');
  readonly #records: HTMLButtonElement;
  readonly #wrap: HTMLButtonElement;
  readonly #actions: ToolbarActions;

  constructor(actions: ToolbarActions) {
    this.#actions = actions;
    const tool = (name: IconName, label: string, press: () => void): HTMLButtonElement =>
      button('icon-button', label, press, icon(name));
    this.#records = tool('records', t('Show Bookkeeping Records (d)'), actions.toggleRecords);
    this.#wrap = tool('wrap', t('Wrap Lines of Code (w)'), actions.toggleWrap);
    const tools = element(
      'div',
      'tools',
      tool('first', t('First Entry (g)'), actions.first),
      tool('up', t('Previous Prompt (p)'), actions.previousPrompt),
      tool('down', t('Next Prompt (n)'), actions.nextPrompt),
      tool('last', t('Latest Entry (G)'), actions.last),
      element('span', 'gap'),
      tool('search', t('Find (Ctrl+F)'), actions.find),
      this.#records,
      this.#wrap,
      tool('copy', t('Copy as Markdown'), actions.copy),
      tool('text', t('Open Transcript as Text'), actions.openText),
      tool('raw', t('Open Log File'), actions.openRaw),
      tool('help', t('Keys (?)'), actions.help),
    );
    tools.setAttribute('role', 'toolbar');
    tools.setAttribute('aria-label', t('Transcript'));
    this.view = element('header', 'toolbar', element('div', 'names', this.#title, this.#about), tools);
  }

  set log({ title, sessionId, agentId, agentLog, about, answer, hasPlan, hasSpawn }: ShownLog) {
    this.#title.textContent = title;
    this.#title.title = title;
    const id = agentLog ? agentId : sessionId;
    const shown = element('code', 'id', agentLog ? t('agent {0}', id ?? '') : (id?.slice(0, 8) ?? ''));
    shown.title = [
      sessionId === undefined ? '' : t('Session {0}', sessionId),
      agentId === undefined ? '' : t('Agent {0}', agentId),
    ]
      .filter((line) => line !== '')
      .join('\n');
    this.#about.replaceChildren(...(about === '' ? [] : [element('span', 'about-words', about)]), shown);
    if (answer !== undefined) {
      const words = element('span', 'answer-words', answer.words);
      words.title = answer.detail;
      this.#about.append(words);
    }
    if (hasPlan)
      this.#about.append(button('text-button', t('Open Plan'), this.#actions.openPlan, icon('plan'), t('Plan')));
    if (hasSpawn) {
      this.#about.append(
        button('text-button', t('Go to spawning call'), this.#actions.openSpawn, icon('open'), t('Spawning call')),
      );
    }
  }

  set showsRecords(shown: boolean) {
    this.#records.setAttribute('aria-pressed', String(shown));
  }

  set wrapsCode(wraps: boolean) {
    this.#wrap.setAttribute('aria-pressed', String(wraps));
  }
}
