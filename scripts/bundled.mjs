/** What a build has bundled: the packages, their licences word for word, and their part of a list of components. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const allowed = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']);

/**
 * The packages that have a byte in the outputs of esbuild, by name.
 *
 * @param {import('esbuild').Metafile[]} metafiles
 * @returns {{ name: string, version: string, license: string, folder: string }[]}
 */
export function bundledPackages(metafiles) {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    ),
  );
  const folders = new Set(inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file) ?? []));
  // The compiler puts parts of its standard library into what it makes.
  if (inputs.some((file) => file.endsWith('Wasm.ts'))) folders.add('node_modules/assemblyscript');
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      return { name, version, license, folder };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * The licences of packages, word for word. Throws where one has no text, or a licence that nobody has held against
 * ours.
 *
 * @param {ReturnType<typeof bundledPackages>} packages
 */
export function noticesOf(packages) {
  const texts = new Map();
  for (const { name, version, license, folder } of packages) {
    if (!allowed.has(license)) throw new Error(`${name} is under ${license}: nobody has looked whether that fits.`);
    const file = licenceFile(name, folder);
    if (!file) throw new Error(`${name} has no licence text in ${folder}.`);
    const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim();
    texts.set(text, [...(texts.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const parts = [...texts].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`);
  return ['Session Scope has in it, in whole or in part:\n', ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** In the package; of one that is published without it, as its repository has it, beside this script. */
function licenceFile(name, folder) {
  const packed = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (packed) return path.join(folder, packed);
  const copied = fileURLToPath(new URL(`licences/${name}.txt`, import.meta.url));
  return existsSync(copied) ? copied : undefined;
}

/**
 * A CycloneDX document of `npm sbom` with the bundled packages alone, and without what differs at each run. Throws
 * where the document lacks one of them.
 *
 * @param {any} all
 * @param {{ name: string, version: string }[]} packages
 * @param {string} name of the product; npm takes the folder's
 */
export function bundledOf(
  { $schema, bomFormat, specVersion, version: revision, metadata, components },
  packages,
  name,
) {
  const refs = new Set(packages.map((bundled) => `${bundled.name}@${bundled.version}`));
  const { 'bom-ref': root, version, description, licenses, purl } = metadata.component;
  // From where npm has a package is of the machine, and is left out; what the package is, its hash says.
  const found = components
    .filter((component) => refs.has(component['bom-ref']))
    .map(({ 'bom-ref': ref, type, name, version, purl, licenses, hashes }) => {
      return { 'bom-ref': ref, type, name, version, scope: 'required', purl, licenses, hashes };
    });
  const missing = [...refs].filter((ref) => !found.some((component) => component['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`npm sbom does not list ${missing.join(', ')}.`);
  return {
    $schema,
    bomFormat,
    specVersion,
    version: revision,
    metadata: {
      tools: metadata.tools,
      component: { 'bom-ref': root, type: 'application', name, version, description, licenses, purl },
    },
    components: found,
    dependencies: [{ ref: root, dependsOn: [...refs] }],
  };
}
