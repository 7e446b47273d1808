/** Changes to the element, for panels: each is one command, and one undo takes it back. */

import { COMMANDS } from './commands.js';
import { LISTS } from './socialize.js';

export function SocialEditing(commandStack, modeling, socialParts) {
  /** Draw an event on a task; return its shape. */
  this.addEvent = (host) => done(COMMANDS.addEvent, { host }).shape;

  /** Make an event of ours of another boundary event; return its shape. */
  this.turnInto = (event) => done(COMMANDS.turnInto, { event }).shape;

  /** Put the element into a task or event. */
  this.addElement = (element) => done(COMMANDS.addElement, { element });

  /** Take the element away, with the event if it is drawn. */
  this.remove = (element) => done(COMMANDS.remove, { element });

  /** Set attributes of the element or of something in it; what is empty is left out of the file. */
  this.set = (element, part, attributes) => {
    const given = Object.entries(attributes).map(([name, text]) => [name, text === '' ? undefined : text]);
    modeling.updateModdleProperties(element, part, Object.fromEntries(given));
  };

  /** Add a ring, share or exclusion to the end of its list; return it. */
  this.append = (element, socialize, list, attributes = {}) => {
    const [last] = this.extend(element, socialize, list, [attributes]);
    return last;
  };

  /** Add several of them at once. */
  this.extend = (element, socialize, list, several) => {
    const made = several.map((attributes) => socialParts.make(LISTS[list], socialize, attributes));
    replace(element, socialize, list, [...socialize.get(list), ...made]);
    return made;
  };

  /** Take one of them away. */
  this.drop = (element, socialize, list, part) => {
    replace(element, socialize, list, socialize.get(list).filter((each) => each !== part));
  };

  /** Move one of them up (-1) or down (1); it stays where it is at the end of its list. */
  this.move = (element, socialize, list, part, by) => {
    const parts = [...socialize.get(list)];
    const from = parts.indexOf(part);
    const to = from + by;
    if (to < 0 || to >= parts.length) return;
    [parts[from], parts[to]] = [parts[to], parts[from]];
    replace(element, socialize, list, parts);
  };

  function replace(element, socialize, list, parts) {
    modeling.updateModdleProperties(element, socialize, { [list]: parts });
  }

  function done(command, context) {
    commandStack.execute(command, context);
    return context;
  }
}

SocialEditing.$inject = ['commandStack', 'modeling', 'socialParts'];
