/** A panel of plain HTML for `<social:socialize>`, for pages without bpmn-js-properties-panel. It imports nothing else. */

import { isHost, isOurEvent, isSocialized, modelOf, socializeOf } from '../lib/socialize.js';
import { button, html } from './dom.js';
import { DEFAULT_LADDER, FIELDS, nextRing, POOLS, SECTIONS } from './fields.js';
import { Field } from './form.js';

export class Panel {
  /**
   * @param container the HTML element that it fills
   * @param modeler a bpmn-js modeler with the module of `lib/index.js`
   * @param rules the lint plugin's `{ faultOf, withDefaults }`
   */
  constructor(container, modeler, rules) {
    Object.assign(this, { container, rules, fields: [], built: [] });
    for (const service of ['socialEditing', 'selection', 'elementRegistry', 'canvas']) this[service] = modeler.get(service);
    modeler.on(['selection.changed', 'elements.changed', 'import.done'], () => this.later());
    this.render();
  }

  /** Render once the browser has moved the focus: a field that is left must not take the next one away. */
  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.render());
  }

  render() {
    const subject = this.subject();
    const built = outline(subject);
    if (this.fields.length && sameAs(built, this.built)) return this.update();
    const focused = this.container.ownerDocument.activeElement?.id;
    this.built = built;
    this.fields = [];
    this.container.replaceChildren(...this.content(subject));
    if (focused) this.container.querySelector(`#${CSS.escape(focused)}`)?.focus();
    return undefined;
  }

  update() {
    for (const field of this.fields) field.update();
    this.suggest();
  }

  /** What the panel is about: what is selected; the event of a task where it is drawn. */
  subject() {
    const [selected, ...others] = this.selection.get();
    if (!selected || others.length) return undefined;
    const element = selected.labelTarget || selected;
    const drawn = isHost(element) && !socializeOf(element) && (element.attachers || []).find(isOurEvent);
    return drawn || element;
  }

  content(subject) {
    if (!subject) return this.overview();
    const title = html('h2', {}, nameOf(subject.host || subject));
    if (socializeOf(subject)) return [title, ...this.form(subject, socializeOf(subject))];
    if (isOurEvent(subject)) return [title, ...this.bareEvent(subject)];
    if (isHost(subject) && !isSocialized(subject)) return [title, ...this.offer(subject)];
    return [title, html('p', {}, 'Whoever works on a user task or manual task can ask around. Select one.')];
  }

  // -- nothing yet

  /** Everything that people do, so that a keyboard gets to each. */
  overview() {
    const tasks = this.elementRegistry.filter(isHost).sort((one, other) => one.x - other.x || one.y - other.y);
    const lines = tasks.map((task) => html('li', {}, button(nameOf(task), () => this.go(task)), isSocialized(task) ? ' asks around' : ''));
    const none = html('p', {}, 'Nobody works in this diagram: it has no user task and no manual task.');
    return [html('h2', {}, 'Tasks that people do'), lines.length ? html('ul', { class: 'social-tasks' }, ...lines) : none];
  }

  go(element) {
    this.canvas.scrollToElement(element);
    this.selection.select(element);
  }

  offer(task) {
    const draw = () => this.selection.select(this.socialEditing.addEvent(task));
    return [
      html('p', {}, 'Whoever is stuck here could ask colleagues first, then a community.'),
      button('Ask around: draw the event', draw, { class: 'social-primary', id: 'social-draw' }),
      button('Without drawing it', () => this.socialEditing.addElement(task), { id: 'social-bare' }),
    ];
  }

  bareEvent(event) {
    const say = () => this.socialEditing.addElement(event);
    return [html('p', {}, 'It takes what its task says, or all defaults.'), button('Say it here', say, { id: 'social-say' }), this.away(event)];
  }

  // -- the form

  form(subject, socialize) {
    const own = this.partOf('socialize', 'own', socialize);
    const sections = SECTIONS.map((section) => this.section(section, subject, socialize));
    const lists = ['who', 'rings', 'excluded'].map((name) => html('datalist', { id: `social-list-${name}` }));
    this.lists = lists;
    const made = [...this.inputs(own, subject, socialize), ...sections, ...lists, this.away(subject)];
    this.suggest();
    return made;
  }

  partOf(name, key, model) {
    const read = () => Object.fromEntries(FIELDS[name].map((field) => [field.name, model.get(field.name)]).filter(([, text]) => text !== undefined));
    return { name, key, attributes: read };
  }

  inputs(part, subject, model) {
    return FIELDS[part.name].map((field) => {
      const made = new Field(field, part, this.rules, (text) => this.socialEditing.set(subject, model, { [field.name]: text }));
      this.fields.push(made);
      return made.node;
    });
  }

  section({ list, name, title, add, none }, subject, socialize) {
    const parts = socialize.get(list);
    const cards = parts.map((part, at) => this.card({ list, name, at, parts }, subject, socialize, part));
    const empty = list === 'rings' ? this.ladder(subject, socialize) : [html('p', { class: 'social-none' }, none)];
    const more = button(add, () => this.add(list, subject, socialize), { id: `social-add-${list}`, class: 'social-add' });
    return html('section', { 'aria-label': title }, html('h3', {}, title), ...(cards.length ? cards : empty), more);
  }

  /** What holds where no ring is written. */
  ladder(subject, socialize) {
    const rings = DEFAULT_LADDER.map(({ name, step }) => html('li', {}, html('b', {}, name), ` (${step})`));
    const write = () => this.socialEditing.extend(subject, socialize, 'rings', DEFAULT_LADDER);
    return [
      html('p', { class: 'social-none' }, "Those of the ladder. The default ladder's are:"),
      html('ol', { class: 'social-ladder' }, ...rings),
      button('Write them out to change them', write, { id: 'social-write-rings', class: 'social-add' }),
    ];
  }

  add(list, subject, socialize) {
    const attributes = list === 'rings' ? nextRing(socialize.get('rings')) : {};
    const at = socialize.get(list).length;
    this.socialEditing.append(subject, socialize, list, attributes);
    this.render();
    this.container.querySelector(`[id^="social-${list}-${at}-"]`)?.focus();
  }

  card({ list, name, at, parts }, subject, socialize, model) {
    const part = this.partOf(name, `${list}-${at}`, model);
    const [first, second, third, fourth, ...others] = this.inputs(part, subject, model);
    const more = others.length ? [html('details', {}, html('summary', {}, 'More'), ...others)] : [];
    const shown = [first, second, third, fourth].filter(Boolean);
    const move = (by) => () => this.socialEditing.move(subject, socialize, list, model, by);
    const tool = (text, label, click, id, disabled) => button(text, click, { 'aria-label': label, title: label, id: `social-${list}-${at}-${id}`, disabled });
    const order = [tool('↑', 'Further in', move(-1), 'up', at === 0), tool('↓', 'Further out', move(1), 'down', at === parts.length - 1)];
    const drop = tool('×', 'Take it away', () => this.socialEditing.drop(subject, socialize, list, model), 'drop', false);
    const tools = html('div', { class: 'social-tools' }, ...(list === 'rings' ? order : []), drop);
    const legend = html('legend', {}, `${name[0].toUpperCase()}${name.slice(1)} ${at + 1}`);
    return html('fieldset', { class: `social-card social-card-${name}` }, legend, tools, ...shown, ...more);
  }

  away(subject) {
    return button('Take it away', () => this.socialEditing.remove(subject), { class: 'social-away', id: 'social-away' });
  }

  /** What can be chosen from while typing. */
  suggest() {
    const socialize = socializeOf(this.subject());
    if (!socialize || !this.lists) return;
    const rings = socialize.get('rings').length ? socialize.get('rings') : DEFAULT_LADDER;
    const tasks = this.elementRegistry.filter(isHost).map(({ id }) => `task:${id}`);
    const words = { who: POOLS, rings: ['self', ...rings.map(({ name }) => name || '')], excluded: [...tasks, 'other-instances', 'group:', 'person:'] };
    for (const list of this.lists) {
      list.replaceChildren(...words[list.id.replace('social-list-', '')].map((value) => html('option', { value })));
    }
  }
}

/** What a form is built of: while these are the same, in the same order, the fields that are there are enough. */
function outline(subject) {
  const socialize = socializeOf(subject);
  return [subject, socialize, ...(socialize ? SECTIONS.flatMap(({ list }) => socialize.get(list)) : [])];
}

function sameAs(some, others) {
  return some.length === others.length && some.every((each, at) => each === others[at]);
}

function nameOf(element) {
  return modelOf(element).name || element.id;
}
