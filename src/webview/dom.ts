/** Making elements. Text from a log only ever becomes a text node; nothing here takes HTML. */

export type Child = Node | string | undefined;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  classes = '',
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (classes !== '') made.className = classes;
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function button(
  classes: string,
  label: string,
  press: () => void,
  ...children: readonly Child[]
): HTMLButtonElement {
  const made = element('button', classes, ...(children.length === 0 ? [label] : children));
  made.type = 'button';
  if (children.length > 0) {
    made.title = label;
    made.setAttribute('aria-label', label);
  }
  made.addEventListener('click', (event) => {
    event.stopPropagation();
    press();
  });
  return made;
}

const icons = {
  chevron: 'M6 4l4 4-4 4',
  first: 'M3.5 3h9M8 13.5V6M4.5 9.5L8 6l3.5 3.5',
  last: 'M3.5 13h9M8 2.5V10M4.5 6.5L8 10l3.5-3.5',
  up: 'M3.5 10L8 5.5l4.5 4.5',
  down: 'M3.5 6L8 10.5 12.5 6',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3.5 3.5',
  records: 'M3 4h10M3 8h10M3 12h6',
  wrap: 'M2.5 3.5h11M2.5 8h8.5a2.25 2.25 0 0 1 0 4.5H8M9.5 10.5l-2 2 2 2M2.5 12.5h2.5',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  text: 'M3.5 2.5h6l3 3v8h-9zM9.5 2.5v3h3M5.5 8.5h5M5.5 11h5',
  raw: 'M5.5 4.5L2 8l3.5 3.5M10.5 4.5L14 8l-3.5 3.5',
  close: 'M4 4l8 8M12 4l-8 8',
  open: 'M9 3h4v4M13 3L7.5 8.5M11 9.5v3.5H3V5h3.5',
  done: 'M3 8.5L6.5 12 13 4.5',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.5M8 12v.01',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5v.01',
  plan: 'M3 3.5l3.3-1 3.4 1 3.3-1v10l-3.3 1-3.4-1-3.3 1zM6.3 2.5v10M9.7 3.5v10',
  agent: 'M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3.5 13.5c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4',
  help: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.2 6.3c.2-1 .9-1.5 1.9-1.5s1.8.6 1.8 1.5c0 1.3-1.9 1.3-1.9 2.7M8 11.2v.01',
  zoomIn: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3.5 3.5M5 7h4M7 5v4',
  zoomOut: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3.5 3.5M5 7h4',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 6.5v6',
} as const;
export type IconName = keyof typeof icons;

export function icon(name: IconName): SVGSVGElement {
  const namespace = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(namespace, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(namespace, 'path');
  path.setAttribute('d', icons[name]);
  svg.append(path);
  return svg;
}
