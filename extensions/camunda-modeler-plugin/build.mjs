/**
 * Makes the plugin: `npm run build`, or `node build.mjs FOLDER` to make it elsewhere. Camunda Modeler brings the properties panel along,
 * and it has to be that one: a second copy would not share its state.
 */

import { cp, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

const HERE = dirname(fileURLToPath(import.meta.url));
const VENDOR = 'camunda-modeler-plugin-helpers/vendor';
const THEIRS = [
  ...['@bpmn-io/properties-panel', '@bpmn-io/properties-panel/preact/jsx-runtime', '@bpmn-io/properties-panel/preact/hooks'],
  'bpmn-js-properties-panel',
];

/** Bundle what `client.js` registers into a folder, with the style of it; return the files that are in it. */
export async function make(folder) {
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: HERE, // or the other names would be looked up from where the command was given
    entryPoints: ['client.js'],
    outfile: join(folder, 'client.js'),
    alias: Object.fromEntries(THEIRS.map((name) => [name, `${VENDOR}/${name}`])),
    ...{ bundle: true, metafile: true, minify: true, format: 'iife', target: 'es2022', charset: 'utf8', logLevel: 'error' },
  });
  await cp(createRequire(import.meta.url).resolve('socialbpm-bpmn-js/social.css'), join(folder, 'social.css'));
  return Object.keys(metafile.inputs);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await make(resolve(process.argv[2] || join(HERE, 'dist')));
