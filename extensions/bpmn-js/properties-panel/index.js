/**
 * `<social:socialize>` in bpmn-js-properties-panel, and so in every modeler that has it: `additionalModules: [propertiesModule]`
 * beside the module of `lib/index.js`. Without JSX, so that a bundler needs to know nothing.
 */

import { ListGroup } from '@bpmn-io/properties-panel';

import { isHost, isOurEvent, isSocialized, socializeOf } from '../lib/socialize.js';
import { FIELDS, nextRing, SECTIONS } from '../panel/fields.js';
import { AddEntry, OrderEntry, SayEntry } from './buttons.js';
import { fieldEntry } from './entries.js';

const AFTER_THE_STOCK_GROUPS = 500;

export function SocialProperties(propertiesPanel, socialEditing) {
  this.getGroups = (element) => (groups) => [...groups, ...groupsOf(element)];
  propertiesPanel.registerProvider(AFTER_THE_STOCK_GROUPS, this);

  function groupsOf(element) {
    const socialize = socializeOf(element);
    if (socialize) return [own(element, socialize), ...SECTIONS.map((section) => list(section, element, socialize))];
    if (isOurEvent(element)) return [offer(SayEntry)];
    return isHost(element) && !isSocialized(element) ? [offer(AddEntry)] : [];
  }

  function offer(component) {
    return { id: 'social', label: 'Ask around', entries: [{ id: 'social-offer', component }] };
  }

  function own(element, socialize) {
    const entries = FIELDS.socialize.map((field) => fieldEntry('social-own', 'socialize', field, socialize));
    return { id: 'social', label: 'Ask around', entries };
  }

  function list({ list: name, name: kind, title }, element, socialize) {
    const parts = socialize.get(name);
    const items = parts.map((part, at) => item(`social-${name}-${at}`, kind, { element, socialize, list: name, part }));
    return { id: `social-${name}`, label: title, component: ListGroup, items, add: () => add(name, element, socialize) };
  }

  function add(name, element, socialize) {
    const attributes = name === 'rings' ? nextRing(socialize.get('rings')) : {};
    socialEditing.append(element, socialize, name, attributes);
  }

  function item(id, kind, place) {
    const { element, socialize, list: name, part } = place;
    const entries = FIELDS[kind].map((field) => fieldEntry(id, kind, field, part));
    const order = kind === 'ring' ? [{ id: `${id}-order`, component: OrderEntry, place }] : [];
    const remove = () => socialEditing.drop(element, socialize, name, part);
    return { id, label: part.get(FIELDS[kind][0].name) || `(${kind})`, entries: [...entries, ...order], remove };
  }
}

SocialProperties.$inject = ['propertiesPanel', 'socialEditing'];

export default { __init__: ['socialProperties'], socialProperties: ['type', SocialProperties] };
