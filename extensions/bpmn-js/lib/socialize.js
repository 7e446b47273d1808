/** What is ours in a diagram: the element, the event, and the tasks that can have one. */

/** The escalation's code, or the signal's name, that a drawn event waits for. */
export const EVENT_NAME = 'socialbpm.socialize';
export const SOCIALIZE = 'social:Socialize';
export const ANSWER = 'social:Answer';

/** The lists in the element, and the type of what is in them. */
export const LISTS = { rings: 'social:Ring', shares: 'social:Share', excludes: 'social:Exclude' };

const HOSTS = ['bpmn:UserTask', 'bpmn:ManualTask'];

/** Return the part of the model that a shape shows; a part of the model is its own. */
export function modelOf(element) {
  return element?.businessObject || element;
}

export function is(element, type) {
  return Boolean(modelOf(element)?.$instanceOf?.(type));
}

function extension(element, type) {
  return (modelOf(element)?.extensionElements?.values || []).find((value) => is(value, type));
}

/** Return the `<social:socialize>` that stands in a task or event. */
export function socializeOf(element) {
  return extension(element, SOCIALIZE);
}

/** Whether an event waits for the end of a discussion. */
export function isAnswer(element) {
  return is(element, 'bpmn:IntermediateCatchEvent') && Boolean(extension(element, ANSWER));
}

/** Whether somebody does this task, so that somebody can ask about it. */
export function isHost(element) {
  return HOSTS.some((type) => is(element, type)) && !isLabel(element) && !modelOf(element).isForCompensation;
}

export function isLabel(element) {
  return Boolean(element?.labelTarget);
}

/** Whether a definition of an event waits for our escalation or our signal. */
export function isOurDefinition(definition) {
  return definition?.escalationRef?.escalationCode === EVENT_NAME || definition?.signalRef?.name === EVENT_NAME;
}

/** Whether an element is a boundary event that waits for us; the element in it may be missing. */
export function isOurEvent(element) {
  return is(element, 'bpmn:BoundaryEvent') && (modelOf(element).eventDefinitions || []).some(isOurDefinition);
}

/** Whether a task has the element or the event. */
export function isSocialized(task) {
  return Boolean(socializeOf(task)) || (task.attachers || []).some(isOurEvent);
}

/** Whether a task could have the event, which may be its own already. */
export function canTake(task, event) {
  return isHost(task) && !socializeOf(task) && !(task.attachers || []).some((at) => at !== event && isOurEvent(at));
}

/** Whether this kind of element is where a `<social:socialize>` belongs. */
export function canHold(element) {
  return isHost(element) || is(element, 'bpmn:BoundaryEvent');
}
