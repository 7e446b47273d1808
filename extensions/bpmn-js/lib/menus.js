/** Where a designer finds it: the context pad of a task, the menu that changes an element, the palette. */

import { icon } from './drawing.js';
import { canTake, is, isHost, isLabel, isOurEvent, isSocialized, socializeOf } from './socialize.js';

const AFTER_THE_STOCK_ENTRIES = 500;
const ADD = 'Ask around: draw the event';
const ADD_BARE = 'Ask around, without drawing it';
const REMOVE = 'Take "Ask around" away';

export function SocialContextPad(contextPad, selection, socialEditing, socialParts, autoPlace) {
  contextPad.registerProvider(AFTER_THE_STOCK_ENTRIES, this);

  this.getContextPadEntries = (element) => (entries) => ({ ...entries, ...addTo(element), ...answerFor(element) });

  function addTo(element) {
    if (!canTake(element)) return {};
    return entry('social.add', ADD, () => selection.select(socialEditing.addEvent(element)));
  }

  function answerFor(element) {
    if (!isOurEvent(element) || isLabel(element) || element.outgoing?.length) return {};
    return entry('social.answer', 'Then wait for the answer', () => autoPlace.append(element, socialParts.answer()));
  }
}

SocialContextPad.$inject = ['contextPad', 'selection', 'socialEditing', 'socialParts', 'autoPlace'];

function entry(id, title, click) {
  const html = `<div class="entry social-entry" role="button" tabindex="0" aria-label="${title}">${icon(22)}</div>`;
  return { [id]: { group: 'model', title, html, action: { click } } };
}

export function SocialReplaceMenu(popupMenu, selection, socialEditing) {
  popupMenu.registerProvider('bpmn-replace', AFTER_THE_STOCK_ENTRIES, this);

  this.getPopupMenuEntries = (element) => (entries) => ({ ...allowed(element, entries), ...own(element) });

  /** An event of ours does not interrupt: what would make it so is not offered. */
  function allowed(element, entries) {
    if (!isOurEvent(element)) return entries;
    const { 'replace-with-escalation-boundary': _, ...others } = entries;
    return others;
  }

  function own(element) {
    if (isLabel(element)) return {};
    if (isOurEvent(element) || (isHost(element) && socializeOf(element))) {
      return item('social.remove', REMOVE, () => socialEditing.remove(element));
    }
    if (is(element, 'bpmn:BoundaryEvent')) return canTake(element.host) ? turnInto(element) : {};
    return isHost(element) && !isSocialized(element) ? add(element) : {};
  }

  function turnInto(event) {
    return item('social.turn-into', 'Ask around', () => selection.select(socialEditing.turnInto(event)));
  }

  function add(task) {
    return {
      ...item('social.add-event', ADD, () => selection.select(socialEditing.addEvent(task))),
      ...item('social.add-element', ADD_BARE, () => socialEditing.addElement(task)),
    };
  }
}

SocialReplaceMenu.$inject = ['popupMenu', 'selection', 'socialEditing'];

function item(id, label, action) {
  return { [id]: { label, imageHtml: icon(20), action } };
}

export function SocialPalette(palette, create, selection, socialEditing, socialParts) {
  palette.registerProvider(AFTER_THE_STOCK_ENTRIES, this);

  /** With a task selected it goes there; else it is carried to where it is dropped. */
  const start = (event) => {
    const [task, ...others] = selection.get();
    if (task && !others.length && canTake(task)) selection.select(socialEditing.addEvent(task));
    else create.start(event, socialParts.event());
  };
  const drag = (event) => create.start(event, socialParts.event());

  this.getPaletteEntries = () => {
    const { 'social.add': own } = entry('social.add', 'Ask around', start);
    return { 'social.add': { ...own, group: 'event', action: { click: start, dragstart: drag } } };
  };
}

SocialPalette.$inject = ['palette', 'create', 'selection', 'socialEditing', 'socialParts'];
