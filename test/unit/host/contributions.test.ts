import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  commands,
  contextKeys,
  contextValue,
  contextWords,
  settings,
  settingsSection,
  viewContainer,
  views,
  walkthrough,
} from '../../../src/host/contributions.ts';
import { readManifest } from '../../fixtures/manifest.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category?: string; icon?: string }[];
    readonly viewsContainers: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly views: Readonly<Record<string, readonly { id: string; icon: string; when?: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when?: string; group?: string }[]>>;
    readonly configuration: {
      readonly properties: Readonly<
        Record<string, { order?: number; scope?: string; default?: unknown; markdownDescription?: string }>
      >;
    };
    readonly walkthroughs: readonly {
      id: string;
      steps: readonly { description: string; media: { svg: string; altText: string } }[];
    }[];
    readonly keybindings?: unknown;
  };
}

const root = new URL('../../../', import.meta.url);
const manifest = readManifest<Manifest>();
const { contributes } = manifest;
const sorted = (ids: Iterable<string>): string[] => [...ids].sort();

describe('the manifest and the table of contributions', () => {
  it('name the same commands', () => {
    expect(sorted(contributes.commands.map(({ command }) => command))).toEqual(sorted(Object.values(commands)));
  });

  it('name the same views in the one container', () => {
    expect(contributes.viewsContainers).toEqual({ activitybar: [expect.objectContaining({ id: viewContainer })] });
    expect(Object.keys(contributes.views)).toEqual([viewContainer]);
    expect(sorted(contributes.views[viewContainer]?.map(({ id }) => id) ?? [])).toEqual(sorted(Object.values(views)));
  });

  it('name the same settings', () => {
    expect(sorted(Object.keys(contributes.configuration.properties))).toEqual(sorted(Object.values(settings)));
    for (const id of Object.values(settings)) expect(id.startsWith(`${settingsSection}.`)).toBe(true);
  });

  it('name the same context keys', () => {
    const whens = [
      ...Object.values(contributes.menus).flat(),
      ...Object.values(contributes.views).flat(),
      ...contributes.viewsWelcome,
    ].map(({ when }) => when ?? '');
    const used =
      whens
        .join(' ')
        .replaceAll(/\bconfig\.\S+|\bview == \S+/g, '')
        .match(/\bsessionScope\.\w+/g) ?? [];
    expect(sorted(new Set(used))).toEqual(sorted(Object.values(contextKeys)));
  });
});

describe('words of a context value', () => {
  const clauses = Object.values(contributes.menus)
    .flat()
    .flatMap(({ when }) => when?.split(' && ').filter((clause) => clause.includes('viewItem')) ?? []);
  const views = readdirSync(new URL('src/views/', root), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(new URL(`src/views/${file.replaceAll('\\', '/')}`, root), 'utf8'));

  it('are matched by every viewItem clause as whole words', () => {
    expect(clauses.length).toBeGreaterThan(0);
    const form = /^viewItem =~ \/\\b(?:\w+|\(\?:\w+(?:\|\w+)+\))\\b\/$/;
    expect(clauses.filter((clause) => !form.test(clause))).toEqual([]);
  });

  it('are those that the when clauses ask for', () => {
    const asked = clauses.flatMap((clause) => clause.replaceAll('\\b', '').match(/\w+(?=[|)/])/g) ?? []);
    expect(sorted(new Set(asked))).toEqual(sorted(Object.values(contextWords)));
  });

  it('are all produced by a view', () => {
    const produced = views
      .flatMap((text) => text.match(/\b(?:contextValue|sessionContextValue)\([^;]*/g) ?? [])
      .flatMap((call) => call.match(/(?<=\bwords\.)\w+/g) ?? []);
    expect(sorted(new Set(produced))).toEqual(sorted(Object.keys(contextWords)));
  });

  it('reach an item only by way of the table', () => {
    const assigned = views.flatMap((text) => text.match(/\.contextValue = .*/g) ?? []);
    expect(assigned.length).toBeGreaterThan(0);
    expect(assigned.filter((one) => !/ = (?:contextValue\(|sessionContextValue\(|contextValues\[)/.test(one))).toEqual(
      [],
    );
  });

  it('that do not hold are left out', () => {
    expect(contextValue(contextWords.plan, false, contextWords.file)).toBe('plan file');
    expect(contextValue(false)).toBe('');
  });
});

describe('the manifest', () => {
  const menuItems = Object.entries(contributes.menus).flatMap(([menu, items]) =>
    items.map((item) => ({ menu, ...item })),
  );

  it('uses only commands that exist', () => {
    const ids = new Set<string>(Object.values(commands));
    const linked = contributes.viewsWelcome.flatMap(
      ({ contents }) => contents.match(/(?<=command:)sessionScope\.\w+/g) ?? [],
    );
    expect([...menuItems.map(({ command }) => command), ...linked].filter((id) => !ids.has(id))).toEqual([]);
  });

  it('has one walkthrough, of pictures with a text that are there, whose links are commands', () => {
    const [start, ...others] = contributes.walkthroughs;
    expect([others, walkthrough]).toEqual([[], `session-scope.session-scope#${start?.id}`]);
    const ids = new Set<string>([
      ...Object.values(commands),
      `${views.sessions}.focus`,
      'workbench.action.terminal.new',
    ]);
    for (const { media, description } of start?.steps ?? []) {
      expect(readFileSync(new URL(media.svg, root), 'utf8')).toMatch(/^<svg /);
      expect(media.altText.length).toBeGreaterThan(20);
      const links = description.match(/(?<=\(command:)[\w.]+/g) ?? [];
      expect(links.filter((id) => !ids.has(id))).toEqual([]);
      expect(links.length).toBeGreaterThan(0);
    }
  });

  it('gives every command a title without the product’s name, and the one category', () => {
    for (const { title, category } of contributes.commands) {
      expect(category).toBe('Session Scope');
      expect(title).toMatch(/^[A-Z][\w' ]+[…?]?$/);
      expect(title).not.toContain('Session Scope');
    }
  });

  it('has an icon for every command with a button', () => {
    const withIcon = new Set(contributes.commands.filter(({ icon }) => icon).map(({ command }) => command));
    const buttons = menuItems.filter(({ group }) => /^(?:inline|navigation)/.test(group ?? ''));
    expect(buttons.filter(({ command }) => !withIcon.has(command))).toEqual([]);
  });

  it('gives no two commands of a view’s title one icon', () => {
    const inTitle = new Set(contributes.menus['view/title']?.map(({ command }) => command));
    const icons = contributes.commands.flatMap(({ command, icon }) => (inTitle.has(command) && icon ? [icon] : []));
    expect(icons.length).toBeGreaterThan(0);
    expect(sorted(icons)).toEqual(sorted(new Set(icons)));
  });

  it('has every inline action in the context menu too', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inMenu = new Set(items.filter(({ group }) => !group?.startsWith('inline')).map(({ command }) => command));
    const inline = items.filter(({ group }) => group?.startsWith('inline')).map(({ command }) => command);
    expect(inline.filter((command) => !inMenu.has(command))).toEqual([]);
  });

  it('has one action on the row of a session that waits, and two on others at most', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inline = items.filter(({ group }) => group?.startsWith('inline'));
    const shown = (words: readonly string[], opensOnClick: boolean, view: string = views.sessions): string[] => {
      const holds = (clause: string): boolean => {
        const [, word] = /^viewItem =~ \/\\b(\w+)\\b\/$/.exec(clause) ?? [];
        if (word !== undefined) return words.includes(word);
        if (clause.startsWith('view == ')) return clause === `view == ${view}`;
        if (clause.startsWith('view =~ ')) return new RegExp(clause.slice('view =~ /'.length, -1)).test(view);
        if (clause.endsWith(settings.openTranscriptOnClick)) return opensOnClick !== clause.startsWith('!');
        return clause === 'isWorkspaceTrusted';
      };
      return inline.flatMap(({ command, when }) => (when?.split(' && ').every(holds) ? [command] : []));
    };
    const { openPlan, goToTerminal, resumeInTerminal, openSessionLog, revealSession } = commands;
    const full = ['session', 'hasPlan', 'hasLog'];
    for (const opensOnClick of [true, false]) {
      expect(shown([...full, 'live'], opensOnClick)).toEqual([goToTerminal]);
      expect(shown([...full, 'live', 'notWaiting'], opensOnClick)).toEqual([openPlan, goToTerminal]);
      const closed = opensOnClick ? resumeInTerminal : openSessionLog;
      expect(shown([...full, 'notLive', 'notWaiting'], opensOnClick)).toEqual([openPlan, closed]);
      expect(shown([...full, 'notLive', 'notWaiting'], opensOnClick, views.searchResults)).toEqual([revealSession]);
    }
  });

  it('has one action on the row of a plan, and another one only where the plan differs from what was logged', () => {
    const items = contributes.menus['view/item/context'] ?? [];
    const inline = items.filter(({ group, when }) => group?.startsWith('inline') && when?.includes('\\bplan\\b'));
    const other = (opening: string): string => `config.${settings.planOpening} ${opening} source`;
    expect(inline.map(({ command, when }) => [command, when?.split(' && ').at(-1)])).toEqual([
      [commands.openPlanSource, other('!=')],
      [commands.openPlanPreview, other('==')],
      [commands.compareLoggedPlan, 'viewItem =~ /\\bdiffers\\b/'],
    ]);
  });

  it('offers for several selected rows only what acts on all of them', () => {
    const onAll = new Set<string>([
      commands.openPlan,
      commands.openPlanPreview,
      commands.openPlanSource,
      commands.openSessionLog,
      commands.openAgentLog,
      commands.comparePlans,
      commands.pinSession,
      commands.unpinSession,
      commands.hideSession,
      commands.unhideSession,
      commands.copySessionId,
      commands.copyResumeCommand,
      commands.resumeInTerminal,
      commands.openSessionFolder,
      commands.copyPath,
      commands.copyPaths,
      commands.exportSessions,
      commands.moveScratchToBin,
    ]);
    const items = contributes.menus['view/item/context'] ?? [];
    const inMenu = items.filter(({ group }) => !group?.startsWith('inline'));
    const offered = inMenu.filter(({ when }) => !/ && !listMultiSelection\b/.test(when ?? ''));
    expect(sorted(new Set(offered.map(({ command }) => command)))).toEqual(sorted(onAll));
  });

  it('sends nobody to the settings editor, whose first tab lacks the settings of a remote machine', () => {
    expect(contributes.viewsWelcome.filter(({ contents }) => contents.includes('openSettings'))).toEqual([]);
  });

  it('ignores paths and deletion settings of a workspace, and describes every setting in order', () => {
    const { properties } = contributes.configuration;
    const placesAndAges = [
      settings.dataRoots,
      settings.hosts,
      settings.staleAgeDays,
      settings.scratchPatterns,
      settings.binDays,
      settings.emptyBinAutomatically,
      settings.taskOutputsWarning,
      settings.terminalCommand,
    ];
    const ofTheMachine = Object.keys(properties).filter((id) => properties[id]?.scope === 'machine');
    const looks = [
      settings.planOpening,
      settings.showAllProjects,
      settings.openTranscriptOnClick,
      settings.autoReveal,
      settings.showInternalAgents,
      settings.showBadge,
      settings.waitingNotification,
      settings.showWriters,
      settings.collisionNotice,
      settings.fileDecorations,
    ];
    expect(ofTheMachine).toEqual(placesAndAges);
    expect(Object.keys(properties).filter((id) => !ofTheMachine.includes(id))).toEqual(looks);
    expect(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations).toEqual(ofTheMachine);
    expect(Object.values(properties).map(({ order }) => order)).toEqual(Object.keys(properties).map((_id, i) => i + 1));
    for (const { markdownDescription } of Object.values(properties)) expect(markdownDescription).toMatch(/\.$/);
  });

  it('hides commands that change scratch in an untrusted workspace, and never shows them inline', () => {
    const changing = new Set<string>([
      commands.newScratchFile,
      commands.moveScratchToBin,
      commands.cleanStaleScratch,
      commands.recentlyRemovedScratch,
      commands.emptyScratchBin,
    ]);
    const items = menuItems.filter(({ command }) => changing.has(command));
    expect(sorted(new Set(items.map(({ command }) => command)))).toEqual(sorted(changing));
    expect(items.filter(({ when }) => when !== 'false' && !/\bisWorkspaceTrusted$/.test(when ?? ''))).toEqual([]);
    expect(items.filter(({ group }) => /^(?:inline|navigation)/.test(group ?? ''))).toEqual([]);
  });

  it('starts no program in an untrusted workspace', () => {
    const items = menuItems.filter(({ command }) => command === commands.resumeInTerminal);
    expect(items.length).toBeGreaterThan(0);
    expect(items.filter(({ when }) => !/\bisWorkspaceTrusted$/.test(when ?? ''))).toEqual([]);
  });

  it('activates the extension early only for links, to restore open transcripts and to look through plans in a preview, and binds no key', () => {
    expect(manifest.activationEvents).toEqual([
      'onCustomEditor:vscode.markdown.preview.editor',
      'onUri',
      'onWebviewPanel:sessionScope.timelinePanel',
      'onWebviewPanel:sessionScope.transcriptPanel',
    ]);
    expect(contributes.keybindings).toBe(undefined);
  });

  it('has the files of its icons', () => {
    for (const { icon } of [
      ...Object.values(contributes.views),
      ...Object.values(contributes.viewsContainers),
    ].flat()) {
      expect(readFileSync(new URL(icon, root), 'utf8')).toContain('<svg');
    }
  });
});
