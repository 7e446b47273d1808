/** What a modeler reads with the descriptor it writes again, also where it is wrong: a linter says so, a modeler must not hide it. */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { BpmnModdle } from 'bpmn-moddle';

const social = JSON.parse(readFileSync(new URL('../social.json', import.meta.url), 'utf8'));
const EVERYTHING =
  '<social:socialize ladder="default" trigger="both" after="R3/PT4H working" question="=wording" answer="advice">' +
  '<social:ring name="participants" step="colleagues" who="owners lane" batch="all" most="08" patience="PT1H" wait="PT2H" ' +
  'widen="auto" open="false" asker="named" />' +
  '<social:share variable="amount" with="participants" as="band" />' +
  '<social:exclude who="task:approve" />' +
  '</social:socialize>';
const WRONG =
  '<social:socialize trigger="later"><social:ring name="people" step="friends" most="many" open="yes" /></social:socialize>';

async function through(element, descriptors) {
  const moddle = new BpmnModdle(descriptors);
  const { rootElement, warnings } = await moddle.fromXML(
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:social="urn:socialbpm:bpmn:1.0" ' +
      `targetNamespace="urn:test"><bpmn:process id="p"><bpmn:userTask id="t"><bpmn:extensionElements>${element}` +
      '</bpmn:extensionElements></bpmn:userTask></bpmn:process></bpmn:definitions>',
  );
  assert.deepEqual(warnings, []);
  const { xml } = await moddle.toXML(rootElement);
  return { read: rootElement.rootElements[0].flowElements[0].extensionElements.values[0], xml };
}

for (const [name, element] of Object.entries({ everything: EVERYTHING, bare: '<social:socialize />', wrong: WRONG })) {
  test(`${name} comes back as it was, with the descriptor and without`, async () => {
    assert.ok((await through(element, { social })).xml.includes(element));
    assert.ok((await through(element, {})).xml.includes(element));
  });
}

test('with the descriptor the parts of the element have names', async () => {
  const { read } = await through(EVERYTHING, { social });
  assert.equal(read.$type, 'social:Socialize');
  assert.deepEqual(read.rings.map((ring) => ring.name), ['participants']);
  assert.deepEqual(read.shares.map((share) => share.as), ['band']);
  assert.deepEqual(read.excludes.map((exclude) => exclude.who), ['task:approve']);
});

const SAMPLES = new URL('../../../bpmn/', import.meta.url);
for (const name of readdirSync(SAMPLES).filter((each) => each.endsWith('.bpmn'))) {
  for (const [what, descriptors] of Object.entries({ 'a tool that does not know us': {}, 'one that does': { social } })) {
    test(`${what} opens ${name} and saves it byte for byte`, async () => {
      const given = readFileSync(new URL(name, SAMPLES), 'utf8');
      const moddle = new BpmnModdle(descriptors);
      const { rootElement, warnings } = await moddle.fromXML(given);
      assert.deepEqual(warnings, []);
      assert.equal((await moddle.toXML(rootElement, { format: true })).xml, given);
    });
  }
}
