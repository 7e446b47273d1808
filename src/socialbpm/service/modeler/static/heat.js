/** The heat page: a diagram from this machine, and the service's figures about its tasks. The diagram stays here. */

import { svg } from './bpmn-js/lib/drawing.js';
import { heatModule, told, viewerModule } from './bpmn-js/lib/index.js';
import { html } from './bpmn-js/panel/dom.js';
import { byId, complain, droppable, fetched, fit } from './page.js';

const SEE_NOTHING = 'None that you may see: they are for administrators and whoever answers for the process.';

class Page {
  constructor(social, samples) {
    const additionalModules = [viewerModule, heatModule];
    this.viewer = new window.BpmnJS({ container: '#canvas', additionalModules, moddleExtensions: { social } });
    byId('open').onchange = ({ target }) => this.openFile(target.files[0]).then(() => (target.value = ''));
    byId('sample').append(...samples.map(({ file, name }) => html('option', { value: file }, name)));
    byId('sample').onchange = ({ target }) => target.value && this.openSample(target.value);
    byId('token-form').onsubmit = (event) => {
      event.preventDefault();
      this.show();
    };
    droppable(document.body, (file) => this.openFile(file));
  }

  async openFile(file) {
    if (file) await this.open(file.name, await file.text());
  }

  async openSample(file) {
    await this.open(file, await (await fetch(`samples/${encodeURIComponent(file)}`)).text());
  }

  async open(name, xml) {
    try {
      await this.viewer.importXML(xml);
    } catch (error) {
      complain(`${name} cannot be opened: ${error.message}`);
      return;
    }
    complain('');
    byId('name').textContent = name;
    fit(this.viewer.get('canvas'));
    await this.show();
  }

  async show() {
    if (!this.viewer.getDefinitions()) return;
    const answers = await Promise.all(this.processes().map((process) => this.ask(process)));
    const isUnknown = answers.some(({ status }) => status === 401);
    byId('token-form').hidden = !isUnknown;
    const tasks = answers.flatMap((answer) => answer.tasks || []);
    this.draw(tasks, isUnknown ? 'Who are you?' : verdict(answers, tasks));
  }

  processes() {
    const roots = this.viewer.getDefinitions().get('rootElements');
    return roots.filter((root) => root.$instanceOf('bpmn:Process')).map(({ id }) => id);
  }

  /** Ask as whoever has signed in, or with the token. */
  async ask(process) {
    const token = byId('token').value.trim();
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    const answer = await fetch(`../v1/processes/${encodeURIComponent(process)}/heat`, { headers });
    return answer.ok ? { status: answer.status, ...(await answer.json()) } : { status: answer.status };
  }

  draw(tasks, said) {
    this.viewer.get('socialHeat').show(Object.fromEntries(tasks.map((task) => [task.element_id, task])));
    byId('said').textContent = said;
    byId('legend').hidden = byId('figures').hidden = !tasks.length;
    byId('legend').replaceChildren('few questions', ...legend(), 'many');
    byId('figures').tBodies[0].replaceChildren(...tasks.map((task) => this.line(task)));
  }

  line({ element_id, ...figures }) {
    const name = this.viewer.get('elementRegistry').get(element_id)?.businessObject.name;
    const numbers = ['asked', 'solved', 'widened'].map((key) => html('td', {}, told(figures[key])));
    return html('tr', {}, html('td', {}, name || element_id), ...numbers);
  }
}

function verdict(answers, tasks) {
  if (answers.every(({ status }) => status === 404)) return SEE_NOTHING;
  if (answers.some(({ status }) => status !== 200 && status !== 404)) return 'The service does not answer as it should. Try again later.';
  return tasks.length ? `Tasks with figures: ${tasks.length}.` : 'No task about which at least five people asked.';
}

function legend() {
  return [1, 2, 3, 4, 5].map((heat) => {
    const box = svg('rect', { width: 22, height: 14, rx: 4, class: `social-halo social-halo-${heat}` });
    return svg('svg', { width: 22, height: 14, 'aria-hidden': 'true' }, box);
  });
}

const page = new Page(await fetched('schema/social.json'), await fetched('samples.json'));
document.body.dataset.ready = 'true';
export { page };
