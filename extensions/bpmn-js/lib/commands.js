/** What is done to a diagram: each is one command, and one undo takes all of it back. */

import { placeOn } from './places.js';
import { ANSWER, EVENT_NAME, isOurEvent, modelOf, SOCIALIZE, socializeOf } from './socialize.js';

const NAME = 'Ask around';
const ESCALATION = { name: 'Socialize', escalationCode: EVENT_NAME };

/** Makes what the commands put into a diagram; nothing of it is in the diagram yet. */
export function SocialParts(bpmnFactory, elementFactory, bpmnjs) {
  /** Make a part of the model, in its place. */
  this.make = (type, parent, attributes = {}) => Object.assign(bpmnFactory.create(type, attributes), { $parent: parent });

  /** Make extension elements with one element in them. */
  this.extended = (parent, type) => {
    const extensions = this.make('bpmn:ExtensionElements', parent, { values: [] });
    extensions.values.push(this.make(type, extensions));
    return extensions;
  };

  /** Return the escalation that the diagram has for us, or a new one, which bpmn-js adds with the event. */
  this.escalation = () => {
    const roots = bpmnjs.getDefinitions()?.get('rootElements') || [];
    return roots.find(({ escalationCode }) => escalationCode === EVENT_NAME) || bpmnFactory.create('bpmn:Escalation', ESCALATION);
  };

  /** Make the shape of a drawn event with its element. */
  this.event = () => {
    const businessObject = bpmnFactory.create('bpmn:BoundaryEvent', { name: NAME });
    businessObject.extensionElements = this.extended(businessObject, SOCIALIZE);
    return elementFactory.createShape({
      type: 'bpmn:BoundaryEvent',
      businessObject,
      cancelActivity: false,
      eventDefinitionType: 'bpmn:EscalationEventDefinition',
      eventDefinitionAttrs: { escalationRef: this.escalation() },
    });
  };

  /** Make the shape of an event that waits for the answer. BPMN wants a definition in it; which one does not matter. */
  this.answer = () => {
    const businessObject = bpmnFactory.create('bpmn:IntermediateCatchEvent', { name: 'Answered' });
    businessObject.extensionElements = this.extended(businessObject, ANSWER);
    const definition = { eventDefinitionType: 'bpmn:MessageEventDefinition' };
    return elementFactory.createShape({ type: 'bpmn:IntermediateCatchEvent', businessObject, ...definition });
  };
}

SocialParts.$inject = ['bpmnFactory', 'elementFactory', 'bpmnjs'];

/** `{ host }`: draw an event on the border of a task. Leaves the new shape in `shape`. */
function AddEvent(modeling, socialParts) {
  this.preExecute = (context) => {
    const { host } = context;
    context.shape = modeling.createShape(socialParts.event(), placeOn(host), host, { attach: true });
  };
}

AddEvent.$inject = ['modeling', 'socialParts'];

/** `{ element }`: put `<social:socialize>` into a task, or into an event that has none. */
function AddElement(modeling, socialParts) {
  this.preExecute = ({ element }) => {
    const model = modelOf(element);
    const extensions = model.extensionElements;
    if (extensions) {
      const values = [...extensions.get('values'), socialParts.make(SOCIALIZE, extensions)];
      modeling.updateModdleProperties(element, extensions, { values });
    } else {
      modeling.updateProperties(element, { extensionElements: socialParts.extended(model, SOCIALIZE) });
    }
  };
}

AddElement.$inject = ['modeling', 'socialParts'];

/** `{ element }`: take `<social:socialize>` out of what it stands in, and a drawn event away altogether. */
function Remove(modeling) {
  this.preExecute = ({ element }) => {
    if (isOurEvent(element)) modeling.removeShape(element);
    else removeElement(modeling, element);
  };
}

Remove.$inject = ['modeling'];

/** Take the element alone out of a task or event. */
export function removeElement(modeling, element) {
  const extensions = modelOf(element).extensionElements;
  const values = extensions.get('values').filter((value) => value !== socializeOf(element));
  if (values.length) modeling.updateModdleProperties(element, extensions, { values });
  else modeling.updateProperties(element, { extensionElements: undefined });
}

/** `{ event }`: make a drawn event of ours of another boundary event. Leaves the new shape in `shape`. */
function TurnInto(modeling, bpmnReplace, commandStack, socialParts) {
  this.preExecute = (context) => {
    const target = { type: 'bpmn:BoundaryEvent', cancelActivity: false };
    const eventDefinitionAttrs = { escalationRef: socialParts.escalation() };
    const definition = { eventDefinitionType: 'bpmn:EscalationEventDefinition', eventDefinitionAttrs };
    const shape = bpmnReplace.replaceElement(context.event, { ...target, ...definition });
    const [own] = modelOf(shape).eventDefinitions;
    modeling.updateModdleProperties(shape, own, eventDefinitionAttrs);
    if (!socializeOf(shape)) commandStack.execute(COMMANDS.addElement, { element: shape });
    if (!modelOf(shape).name) modeling.updateProperties(shape, { name: NAME });
    context.shape = shape;
  };
}

TurnInto.$inject = ['modeling', 'bpmnReplace', 'commandStack', 'socialParts'];

export const COMMANDS = {
  addEvent: 'social.add-event',
  addElement: 'social.add-element',
  remove: 'social.remove',
  turnInto: 'social.turn-into',
};

/** Registers the commands. */
export function SocialCommands(commandStack) {
  commandStack.registerHandler(COMMANDS.addEvent, AddEvent);
  commandStack.registerHandler(COMMANDS.addElement, AddElement);
  commandStack.registerHandler(COMMANDS.remove, Remove);
  commandStack.registerHandler(COMMANDS.turnInto, TurnInto);
}

SocialCommands.$inject = ['commandStack'];
