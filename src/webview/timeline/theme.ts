/** VS Code's colours for canvases, which know no CSS variables. */

const names = {
  text: ['--vscode-editor-foreground', '--vscode-foreground'],
  dim: ['--vscode-descriptionForeground', '--vscode-foreground'],
  background: ['--vscode-editor-background'],
  grid: ['--vscode-editorWidget-border', '--vscode-widget-border', '--vscode-contrastBorder', '--vscode-charts-lines'],
  hover: ['--vscode-list-hoverBackground'],
  selection: ['--vscode-list-inactiveSelectionBackground'],
  focus: ['--vscode-focusBorder', '--vscode-contrastActiveBorder'],
  work: ['--vscode-charts-blue'],
  live: ['--vscode-charts-green'],
  agent: ['--vscode-charts-purple'],
  'plan-written': ['--vscode-editor-foreground'],
  'plan-approved': ['--vscode-charts-green'],
  'plan-received': ['--vscode-charts-blue'],
  compaction: ['--vscode-charts-yellow'],
  clear: ['--vscode-editor-foreground'],
  wait: ['--vscode-editorWarning-foreground', '--vscode-charts-yellow'],
  collision: ['--vscode-charts-red', '--vscode-errorForeground'],
} as const;

export type ColorName = keyof typeof names;
export type Theme = Readonly<Record<ColorName, string>> & { readonly font: string };

/** The colours as they are now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const { fontFamily, color } = getComputedStyle(document.body);
  const colors = Object.entries(names).map(([name, variables]) => {
    const values = variables.map((variable) => style.getPropertyValue(variable).trim());
    return [
      name,
      values.find((value) => value !== '') ?? (name === 'hover' || name === 'selection' ? 'transparent' : color),
    ];
  });
  return { ...(Object.fromEntries(colors) as Record<ColorName, string>), font: fontFamily };
}

/** Calls back whenever VS Code has changed the theme. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
}
