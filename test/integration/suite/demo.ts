/** The demo home that the runner has prepared: absolute paths, and session IDs by the name of their story. */
export interface Demo {
  readonly claudeDir: string;
  readonly shop: string;
  readonly checkout: string;
  readonly wordtool: string;
  readonly sessionIds: Readonly<Record<DemoSession, string>>;
}

export type DemoSession =
  'cart' | 'search' | 'branch' | 'list' | 'question' | 'planning' | 'building' | 'review' | 'tables' | 'hostile';

export function readDemo(): Demo {
  const text = process.env['SESSION_SCOPE_DEMO'];
  if (!text) throw new Error('SESSION_SCOPE_DEMO is not set: start the suites with npm run test:integration');
  return JSON.parse(text) as Demo;
}
