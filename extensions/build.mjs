/**
 * Makes what the Python package ships of others and of the lint plugin, so that whoever installs it needs no Node:
 * `npm run build`, or `node build.mjs FOLDER` to make it elsewhere. A test holds what is there equal to what this makes.
 */

import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const STATIC = join(HERE, '..', 'src', 'socialbpm', 'service', 'modeler', 'static');
const BPMN_JS = dirname(createRequire(import.meta.url).resolve('bpmn-js/package.json'));
const FILES = {
  'dist/bpmn-modeler.production.min.js': 'bpmn-modeler.production.min.js',
  'dist/bpmn-navigated-viewer.production.min.js': 'bpmn-navigated-viewer.production.min.js',
  'dist/assets/bpmn-js.css': 'bpmn-js.css',
  'dist/assets/diagram-js.css': 'diagram-js.css',
  'dist/assets/bpmn-font/css/bpmn.css': 'bpmn-font/css/bpmn.css',
  'dist/assets/bpmn-font/font/bpmn.woff2': 'bpmn-font/font/bpmn.woff2',
  'dist/assets/bpmn-font/font/bpmn.woff': 'bpmn-font/font/bpmn.woff',
  LICENSE: 'LICENSE',
};
const BANNER = '/* Made by extensions/build.mjs of the rules in extensions/bpmnlint-plugin-socialbpm. Change them, not this. */';

await rules(process.argv[2] || STATIC);
await vendored(join(process.argv[2] || STATIC, 'vendor', 'bpmn-js'));

/** The rules of the lint plugin as one module. */
async function rules(folder) {
  await build({
    stdin: { contents: "export { faultOf, lint, withDefaults } from './bpmn-js/lint/index.cjs';", resolveDir: HERE },
    outfile: join(folder, 'lint.js'),
    ...{ bundle: true, format: 'esm', target: 'es2022', charset: 'utf8', banner: { js: BANNER }, logLevel: 'error' },
  });
}

/** bpmn-js as it is published, with its licence and those of all that is in it. */
async function vendored(folder) {
  await rm(folder, { recursive: true, force: true });
  for (const [from, to] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, to)), { recursive: true });
    await cp(join(BPMN_JS, from), join(folder, to));
  }
  await writeFile(join(folder, 'THIRD_PARTY_NOTICES'), await notices(), 'utf8');
}

async function notices() {
  const packages = await dependencies(BPMN_JS, new Map());
  const parts = [...packages.values()].sort((one, other) => (one.title < other.title ? -1 : 1));
  const intro = 'What bpmn-js is built of, and is in its files here. Its own licence is in LICENSE.\n';
  return [intro, ...parts.map(({ title, text }) => `${'-'.repeat(80)}\n${title}\n\n${text.trim()}\n`)].join('\n');
}

async function dependencies(folder, found) {
  const { dependencies: names = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  for (const name of Object.keys(names)) {
    if (found.has(name)) continue;
    const at = join(HERE, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(at, 'package.json'), 'utf8'));
    found.set(name, { title: `${name} ${version} (${license})`, text: await licence(at) });
    await dependencies(at, found);
  }
  return found;
}

async function licence(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']) {
    try {
      return await readFile(join(folder, name), 'utf8');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  throw new Error(`${folder} comes without the text of its licence`);
}
