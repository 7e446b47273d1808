/** What is no attribute: to begin with, and to put rings in order. */

import { jsx, jsxs } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useService } from 'bpmn-js-properties-panel';

const SAME = 'bio-properties-panel-entry';

/** For a task that has neither the element nor the event. */
export function AddEntry({ element }) {
  const editing = useService('socialEditing');
  const selection = useService('selection');
  const draw = () => selection.select(editing.addEvent(element));
  return row(button('Draw the event', draw), button('Without drawing it', () => editing.addElement(element)));
}

/** For an event of ours without the element. */
export function SayEntry({ element }) {
  const editing = useService('socialEditing');
  return row(button('Say more than its task does', () => editing.addElement(element)));
}

/** For a ring: further in, further out. */
export function OrderEntry({ place: { element, socialize, list, part } }) {
  const editing = useService('socialEditing');
  const move = (by) => () => editing.move(element, socialize, list, part, by);
  return row(button('Further in', move(-1)), button('Further out', move(1)));
}

function row(...children) {
  return jsxs('div', { class: SAME, children });
}

function button(text, onClick) {
  return jsx('button', { type: 'button', class: 'bio-properties-panel-button social-button', onClick, children: text });
}
