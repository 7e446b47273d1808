/** One field of a panel: says what is wrong as one types, and hands over what was typed when one is done. */

import { html } from './dom.js';
import { meant, REQUIRED } from './fields.js';

/**
 * @param part `{ name, key, attributes() }`: the element that the field is about, a key for it, what it says now
 * @param rules the lint plugin's `{ faultOf, withDefaults }`
 * @param commit called with the text when it is finished, whether it is right or not: what is wrong is for the check to tell
 */
export class Field {
  constructor(field, part, rules, commit) {
    Object.assign(this, { field, part, rules });
    this.id = `social-${part.key}-${field.name}`;
    this.input = this.make(commit);
    this.fault = html('p', { class: 'social-fault', id: `${this.id}-fault` });
    const hint = html('p', { class: 'social-hint', id: `${this.id}-hint` }, field.hint);
    const label = html('label', { for: this.id }, field.label);
    this.node = html('div', { class: `social-field social-field-${field.name}` }, label, this.input, this.fault, hint);
    this.update();
  }

  make(commit) {
    const described = `${this.id}-fault ${this.id}-hint`;
    const common = { id: this.id, 'aria-describedby': described, oninput: () => this.say(), onchange: () => commit(this.input.value) };
    if (this.field.choices) return html('select', common, ...this.options());
    const { lines, suggest } = this.field;
    if (lines) return html('textarea', { ...common, rows: lines });
    return html('input', { ...common, autocomplete: 'off', spellcheck: 'false', list: suggest && `social-list-${suggest}` });
  }

  options() {
    return ['', ...this.field.choices].map((choice) => html('option', { value: choice }, choice));
  }

  /** Show what the element says now, and what it means where it says nothing. */
  update() {
    const attributes = this.part.attributes();
    const now = attributes[this.field.name] ?? '';
    const otherwise = meant(this.part.name, this.field, attributes, this.rules.withDefaults);
    if (this.field.choices) this.choose(now, otherwise);
    else this.input.placeholder = otherwise;
    if (this.input.value !== now) this.input.value = now;
    this.say();
  }

  /** A value that is none of the choices is shown as it is, so that it is seen and not lost. */
  choose(now, otherwise) {
    this.input.options[0].textContent = otherwise ? `${otherwise} (default)` : '';
    const isKnown = !now || this.field.choices.includes(now);
    if (!isKnown && ![...this.input.options].some(({ value }) => value === now)) this.input.append(html('option', { value: now }, now));
  }

  say() {
    const text = this.input.value;
    const missing = !text && REQUIRED[this.part.name].includes(this.field.name);
    const fault = missing ? 'This is needed.' : text && this.rules.faultOf(this.part.name, this.field.name, text);
    this.fault.textContent = fault || '';
    this.input.setAttribute('aria-invalid', String(Boolean(fault)));
  }
}
