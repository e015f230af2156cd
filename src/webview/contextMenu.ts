/** VS Code's context menu over the page: its Cut, Copy and Paste only where they do something. */
export function watchContextMenu(): void {
  // Before VS Code's own listener, which reads the attribute.
  window.addEventListener('contextmenu', ({ target }) => setContext(target), { capture: true });
}

function setContext(target: EventTarget | null): void {
  const isInput = target instanceof HTMLElement && target.matches('input, textarea');
  const preventDefaultContextMenuItems = !isInput && document.getSelection()?.isCollapsed !== false;
  document.body.dataset['vscodeContext'] = JSON.stringify({ preventDefaultContextMenuItems });
}
