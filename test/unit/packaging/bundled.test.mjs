/** What goes with a package: the licences of what is bundled, and the list of it. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledOf, bundledPackages, noticesOf } from '../../../scripts/bundled.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundled-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

function packed(name, license, text) {
  const place = path.posix.join(folder.replaceAll('\\', '/'), 'node_modules', name);
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
  if (text !== undefined) fs.writeFileSync(path.join(place, 'LICENSE'), text);
  return place;
}

function built(files) {
  const inputs = Object.fromEntries(Object.entries(files).map(([file, bytesInOutput]) => [file, { bytesInOutput }]));
  return [{ inputs: {}, outputs: { 'dist/a.js': { bytes: 1, inputs, imports: [], exports: [] } } }];
}

it('a package of which no byte is in the output is not bundled', () => {
  const used = packed('@scope/used', 'MIT', 'Free.');
  const unused = packed('unused', 'MIT', 'Free.');
  const files = { [`${used}/lib/index.js`]: 10, [`${unused}/index.js`]: 0, 'src/extension.ts': 99 };
  expect(bundledPackages(built(files)).map(({ name }) => name)).toEqual(['@scope/used']);
});

describe('the notices', () => {
  it('have one text that two packages share once', () => {
    const metafiles = built({
      [`${packed('a', 'ISC', 'As is.\n')}/a.js`]: 1,
      [`${packed('b', 'ISC', 'As is.')}/b.js`]: 1,
    });
    const notices = noticesOf(bundledPackages(metafiles));
    expect(notices).toContain('a 1.2.3 (ISC)\nb 1.2.3 (ISC)\n\nAs is.\n');
    expect(notices.match(/As is/g)).toHaveLength(1);
  });

  it.each([
    ['under another licence', 'GPL-3.0', 'Copyleft.', /GPL-3\.0/],
    ['without a text', 'MIT', undefined, /no licence text/],
  ])('a package %s stops the build', (_what, license, text, message) => {
    const place = packed(`refused-${license}`, license, text);
    expect(() => noticesOf(bundledPackages(built({ [`${place}/a.js`]: 1 })))).toThrow(message);
  });
});

describe('the list of components', () => {
  const component = (name) => ({
    'bom-ref': `${name}@1.0.0`,
    name,
    scope: 'optional',
    externalReferences: [{ type: 'distribution', url: 'https://elsewhere.example' }],
  });
  const all = {
    bomFormat: 'CycloneDX',
    serialNumber: 'urn:uuid:1',
    metadata: {
      timestamp: 'now',
      tools: [],
      component: { 'bom-ref': 'product@0.1.0', name: 'a-folder', version: '0.1.0' },
    },
    components: [component('bundled'), component('a-tool')],
    dependencies: [],
  };

  it('has the bundled packages alone, and nothing of the machine or the hour', () => {
    const list = bundledOf(all, [{ name: 'bundled', version: '1.0.0' }], 'product');
    expect(list.components).toEqual([{ 'bom-ref': 'bundled@1.0.0', name: 'bundled', scope: 'required' }]);
    expect(list.metadata.component).toMatchObject({ name: 'product', version: '0.1.0' });
    expect(JSON.stringify(list)).not.toMatch(/now|urn:uuid|elsewhere|a-folder/);
  });

  it('a bundled package that npm does not list is an error', () => {
    expect(() => bundledOf(all, [{ name: 'unheard', version: '1.0.0' }], 'product')).toThrow('unheard@1.0.0');
  });
});
