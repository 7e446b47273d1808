/** The modeler page: opens, edits, checks and saves a diagram. Nothing of it leaves the browser. */

import socialbpm from './bpmn-js/lib/index.js';
import { button, html } from './bpmn-js/panel/dom.js';
import { Panel } from './bpmn-js/panel/plain.js';
import * as rules from './lint.js';
import { byId, complain, droppable, fetched, fit } from './page.js';

const AFTER_TYPING = 150; // milliseconds
const PALETTE = 130; // pixels that it covers at the left
const NO_DRAWING = 'no diagram to display'; // what bpmn-js says then

const EMPTY = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:social="urn:socialbpm:bpmn:1.0" id="new_file" targetNamespace="urn:socialbpm:new">
  <bpmn:process id="new_process" isExecutable="true">
    <bpmn:startEvent id="begun"><bpmn:outgoing>begun_to_work</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="work" name="Do the work">
      <bpmn:incoming>begun_to_work</bpmn:incoming><bpmn:outgoing>work_to_done</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="done"><bpmn:incoming>work_to_done</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="begun_to_work" sourceRef="begun" targetRef="work" />
    <bpmn:sequenceFlow id="work_to_done" sourceRef="work" targetRef="done" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="new_diagram">
    <bpmndi:BPMNPlane id="new_plane" bpmnElement="new_process">
      <bpmndi:BPMNShape id="begun_shape" bpmnElement="begun"><dc:Bounds x="180" y="202" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="work_shape" bpmnElement="work"><dc:Bounds x="270" y="180" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="done_shape" bpmnElement="done"><dc:Bounds x="432" y="202" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="begun_to_work_edge" bpmnElement="begun_to_work"><di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="216" y="220" /><di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="270" y="220" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="work_to_done_edge" bpmnElement="work_to_done"><di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="370" y="220" /><di:waypoint xmlns:di="http://www.omg.org/spec/DD/20100524/DI" x="432" y="220" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;

class Page {
  constructor(social) {
    this.modeler = new window.BpmnJS({ container: '#canvas', additionalModules: [socialbpm], moddleExtensions: { social } });
    this.commandStack = this.modeler.get('commandStack');
    this.panel = new Panel(byId('panel'), this.modeler, rules);
    this.warnings = [];
    this.modeler.on('commandStack.changed', () => this.changed());
    window.addEventListener('beforeunload', (event) => this.isChanged && event.preventDefault());
    this.bindTools();
    droppable(document.body, (file) => this.openFile(file));
  }

  bindTools() {
    byId('new').onclick = () => this.replace(() => this.show('new.bpmn', EMPTY));
    byId('open').onchange = ({ target }) => this.openFile(target.files[0]).then(() => (target.value = ''));
    byId('save').onclick = () => this.save();
    byId('undo').onclick = () => this.commandStack.undo();
    byId('redo').onclick = () => this.commandStack.redo();
    byId('samples').onclick = () => this.gallery();
    document.addEventListener('keydown', (event) => {
      if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.save();
    });
  }

  // -- opening and saving

  /** Let go of what was not saved only if its author says so. */
  async replace(by) {
    if (this.isChanged && !window.confirm('Leave what you changed here unsaved?')) return;
    await by();
  }

  async openFile(file) {
    if (file) await this.replace(async () => this.show(file.name, await file.text()));
  }

  async show(name, xml) {
    if (!(await this.import(name, xml))) return;
    this.name = name;
    this.isChanged = false;
    fit(this.modeler.get('canvas'), PALETTE);
    this.check();
    this.tools();
  }

  /** Return whether there is a diagram now. One that has no drawing shows nothing, but can be checked. */
  async import(name, xml) {
    try {
      this.keep(await this.modeler.importXML(xml));
      complain('');
      return true;
    } catch (error) {
      const isRead = error.message === NO_DRAWING && this.modeler.getDefinitions();
      complain(isRead ? `${name} has no drawing: it is checked, and not shown.` : `${name} cannot be opened: ${error.message}`);
      if (isRead) this.keep(error);
      return Boolean(isRead);
    }
  }

  keep({ warnings }) {
    this.warnings = (warnings || []).map(({ message }) => message);
  }

  async save() {
    const { xml } = await this.modeler.saveXML({ format: true });
    const href = URL.createObjectURL(new Blob([xml], { type: 'application/xml' }));
    html('a', { href, download: this.name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 1000);
    this.isChanged = false;
    this.tools();
  }

  async gallery() {
    const samples = await fetched('samples.json');
    const open = ({ file }) => this.replace(async () => this.show(file, await (await fetch(`samples/${file}`)).text()));
    const lines = samples.map((sample) => {
      const choose = () => (byId('gallery').close(), open(sample));
      return html('li', {}, button(sample.name, choose), html('p', {}, sample.about));
    });
    byId('gallery-list').replaceChildren(...lines);
    byId('gallery').showModal();
  }

  // -- what follows a change

  changed() {
    this.isChanged = this.commandStack.canUndo();
    this.tools();
    clearTimeout(this.checking);
    this.checking = setTimeout(() => this.check(), AFTER_TYPING);
  }

  tools() {
    byId('undo').disabled = !this.commandStack.canUndo();
    byId('redo').disabled = !this.commandStack.canRedo();
    byId('name').textContent = this.isChanged ? `${this.name} (not saved)` : this.name;
  }

  check() {
    const found = rules.lint(this.modeler.getDefinitions());
    const lost = this.warnings.map((message) => ({ rule: 'while reading', severity: 'warning', message }));
    byId('verdict').textContent = verdict(found, lost);
    byId('verdict').classList.toggle('right', !found.length && !lost.length);
    byId('findings').replaceChildren(...[...found, ...lost].map((finding) => this.finding(finding)));
    this.mark(found);
  }

  finding({ rule, severity, id, message }) {
    const shape = id && this.modeler.get('elementRegistry').get(id);
    const where = shape ? [button(id, () => this.panel.go(shape)), ': '] : [];
    return html('li', { class: severity }, ...where, message, html('code', {}, rule));
  }

  mark(found) {
    const overlays = this.modeler.get('overlays');
    overlays.remove({ type: 'social-finding' });
    for (const id of new Set(found.map((each) => each.id))) {
      if (!this.modeler.get('elementRegistry').get(id)) continue;
      const badge = html('div', { class: 'social-finding', title: found.find((each) => each.id === id).message }, '!');
      overlays.add(id, 'social-finding', { position: { top: -12, left: -8 }, html: badge });
    }
  }
}

function verdict(found, lost) {
  if (!found.length && !lost.length) return 'Nothing to complain of.';
  const count = (severity) => found.filter((each) => each.severity === severity).length + (severity === 'warning' ? lost.length : 0);
  return `Errors: ${count('error')}. Warnings: ${count('warning')}.`;
}

const page = new Page(await fetched('schema/social.json'));
await page.show('new.bpmn', EMPTY);
document.body.dataset.ready = 'true';
