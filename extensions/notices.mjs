/**
 * Makes THIRD_PARTY_NOTICES.md of the lock file: what our packages bring along or need, with the texts of their licences, and what
 * whoever uses them has anyway (bpmn-js) or they are built and tested with. `npm run notices` writes it, and a test holds what is there equal to what this makes.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FILE = join(HERE, 'THIRD_PARTY_NOTICES.md');
const INTRO = `# Notices of others

Made by \`npm run notices\` of the lock file. Our own licence is in [LICENSE](../LICENSE).

Nothing here takes away or covers the mark of bpmn.io that bpmn-js shows in its corner: its licence wants it to stay visible.
`;

/** Return the text of the file. */
export function notices() {
  const all = packages();
  const shipped = all.filter(({ ours }) => ours);
  const others = all.filter(({ ours }) => !ours);
  const texts = shipped.map(({ title, at }) => `### ${title}\n\n\`\`\`text\n${licence(at)}\n\`\`\`\n`);
  return [
    ...[INTRO, '## In our packages, or needed by them\n', ...texts],
    ...['## Beside our packages, or only to build and test\n', others.map(({ title }) => `- ${title}`).join('\n') + '\n'],
  ].join('\n');
}

/** The packages of others in the lock file, by name. One that is there only for some systems is named, and not installed on all. */
function packages() {
  const { packages: locked } = JSON.parse(readFileSync(join(HERE, 'package-lock.json'), 'utf8'));
  return Object.entries(locked)
    .filter(([at, { link }]) => at.includes('node_modules/') && !link)
    .map(([at, { version, license, dev, devOptional, peer }]) => ({
      at,
      ours: !dev && !devOptional && !peer,
      title: `${at.split('node_modules/').pop()} ${version}, ${license || 'its licence is in its files'}`,
    }))
    .sort((one, other) => (one.title < other.title ? -1 : 1));
}

function licence(at) {
  const name = readdirSync(join(HERE, at)).find((each) => /^licen[cs]e(\.\w+)?$/i.test(each));
  if (!name) throw new Error(`${at} comes without the text of its licence`);
  return readFileSync(join(HERE, at, name), 'utf8').trim().replaceAll('\r\n', '\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, notices());
