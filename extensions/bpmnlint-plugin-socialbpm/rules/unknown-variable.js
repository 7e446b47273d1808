const { nameOf, rule } = require('../lib/diagram');
const { designs } = require('../lib/grammar');
const { plain } = require('../lib/ours');

const FORMS_ELSEWHERE = ['formKey', 'formRef', 'formJsonSchemaFilename'];
const OF_A_WORD = '[\\p{L}\\p{M}\\p{N}\\p{Pc}]';

module.exports = rule((diagram, report) => {
  const shared = designs(diagram).flatMap(({ host, shares }) => shares.map(({ variable }) => ({ host, variable })));
  if (!shared.length) return;
  const spelled = diagram.elements.map(({ element }) => element).filter(({ made }) => made);
  const ours = new Set(spelled.flatMap(({ properties }) => properties));
  const others = [diagram.definitions, ...diagram.all].filter((element) => !ours.has(element)).flatMap(texts);
  const told = [...others, ...spelled.map(({ made }) => made.attributes.answer || '')].join('\n');
  if (FORMS_ELSEWHERE.some((name) => mentions(told, name))) return; // the variables are in another file
  for (const { host, variable } of shared) {
    if (!mentions(told, variable)) {
      const hint = "Write it as the form or the script does, or describe it in a task's documentation.";
      report(host, `share variable="${variable}": nothing else in this diagram mentions it`, hint);
    }
  }
});

function mentions(told, name) {
  const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<!${OF_A_WORD})${escaped}(?!${OF_A_WORD})`, 'u').test(told);
}

/** Every text and every attribute with its name; of our own element only the variable that gets the answer. */
function texts(element) {
  if (nameOf(element)) return [plain(element).attributes.answer || ''];
  const own = element.$descriptor.isGeneric ? Object.entries(element) : typed(element);
  return own.filter(([key, value]) => typeof value === 'string' && key !== '$type').flat();
}

function typed(element) {
  const known = element.$descriptor.properties.filter(({ isReference }) => !isReference);
  const unknown = Object.entries(element.$attrs || {}).filter(([key]) => !key.startsWith('xmlns'));
  return [...known.map(({ ns, name }) => [ns.localName, element[name]]), ...unknown];
}
