/** A diagram as the rules ask for it. */

const { is, isAny } = require('bpmnlint-utils');

const { extensions, nameOf } = require('./ours');

const EVENT_NAME = 'socialbpm.socialize';
const SUFFIX = '.socialize';
const HOSTS = ['bpmn:UserTask', 'bpmn:ManualTask'];
const SCOPES = ['bpmn:Process', 'bpmn:SubProcess'];

class Diagram {
  constructor(definitions) {
    this.definitions = definitions;
    this.all = [...descendants(definitions)];
    this.processes = this.all.filter((element) => is(element, 'bpmn:Process'));
    this.nodes = new Map(this.all.filter(isNode).map((node) => [node.id, node]));
    this.names = new Set(this.all.filter(isOurName));
    this.drawn = this.all.filter((element) => is(element, 'bpmn:BoundaryEvent')).filter((event) => this.isDrawn(event));
    this.hosts = this.all.filter((element) => extensions(element, 'socialize').length);
    this.answers = this.all.filter((element) => extensions(element, 'answer').length);
    this.isSocialized = Boolean(this.hosts.length || this.answers.length || this.names.size);
  }

  /** Whether a boundary event is a socialize event: by what it waits for, or by its element. */
  isDrawn(event) {
    return this.isNamed(event) || extensions(event, 'socialize').length > 0;
  }

  isNamed(event) {
    return waitsFor(event).some((reference) => this.names.has(reference));
  }

  /** What has an element or is a drawn event, and the tasks of those events; each once. */
  get socialized() {
    const rightly = this.hosts.filter((host) => isAny(host, [...HOSTS, 'bpmn:BoundaryEvent']));
    const drawnOn = this.drawn.map(({ attachedToRef }) => attachedToRef).filter(isHost);
    return [...new Set([...rightly, ...this.drawn, ...drawnOn])];
  }

  /** Each element in its right place, with the task or event that it is about. */
  get elements() {
    const rightly = this.hosts.filter((host) => isAny(host, [...HOSTS, 'bpmn:BoundaryEvent']));
    return rightly.flatMap((host) => extensions(host, 'socialize').map((element) => ({ host, element })));
  }
}

/** What an event waits for: an escalation, a signal, the type of another definition; null where a reference is left open. */
function waitsFor(event) {
  return (event.eventDefinitions || []).map((definition) => {
    if (is(definition, 'bpmn:EscalationEventDefinition')) return definition.escalationRef || null;
    return is(definition, 'bpmn:SignalEventDefinition') ? definition.signalRef || null : definition.$type;
  });
}

function isOurName(element) {
  return (
    (is(element, 'bpmn:Escalation') && element.escalationCode === EVENT_NAME) ||
    (is(element, 'bpmn:Signal') && element.name === EVENT_NAME)
  );
}

function isNode(element) {
  return is(element, 'bpmn:FlowNode');
}

function isHost(element) {
  return Boolean(element) && isAny(element, HOSTS);
}

function isScope(element) {
  return isAny(element, SCOPES);
}

/** Walk over everything inside an element, also over what moddle has no type for. */
function* descendants(element) {
  for (const child of children(element)) {
    yield child;
    yield* descendants(child);
  }
}

function children(element) {
  if (element.$descriptor.isGeneric) return element.$children || [];
  const owned = element.$descriptor.properties.filter(({ isReference, isVirtual }) => !isReference && !isVirtual);
  return owned.flatMap(({ name }) => element[name] ?? []).filter((value) => value && value.$descriptor);
}

/** Walk outwards from an element. */
function* ancestors(element) {
  for (let at = element.$parent; at; at = at.$parent) yield at;
}

/** The id of an element, or of the nearest around it that has one. */
function idOf(element) {
  return [element, ...ancestors(element)].find(({ id }) => id)?.id;
}

/**
 * Make a rule of bpmnlint. It is asked once, about the whole diagram, because most rules look at more than one element.
 *
 * @param find called with a Diagram and with `report(element, message, hint)`
 */
function rule(find) {
  return () => ({
    check(node, reporter) {
      if (!is(node, 'bpmn:Definitions')) return;
      find(new Diagram(node), (element, message, hint) => reporter.report(idOf(element), `${message}. ${hint}`));
    },
  });
}

module.exports = { EVENT_NAME, SUFFIX, ancestors, descendants, isHost, isNode, isScope, nameOf, rule, waitsFor };
