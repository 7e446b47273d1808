/**
 * What stands between bpmn-engine and socialbpm: hooks are made from what the engine does, and what the service
 * delivers is done to the engine. It calls nobody: hooks wait in `memory.outbox` until the host has saved them.
 *
 * All that it remembers is `memory`, a plain object. The host saves it together with the state of the engine.
 */

import { randomUUID } from 'node:crypto';

import { settingsOf } from './element.js';

const SOURCE = 'urn:example:bpmn-engine';
const WITH_PEOPLE = new Set(['bpmn:UserTask', 'bpmn:ManualTask']);
const ONE_ANSWER_PER_REQUEST = 'socialize'; // the variable where the designer named none

export const newMemory = () => ({ caseId: randomUUID(), tasks: {}, requests: {}, outbox: [], cursor: '', over: false });

export class Adapter {
  constructor(engine, memory) {
    this.engine = engine;
    this.memory = memory;
  }

  // -- from the engine to the service

  /** Tell what has changed since the last time: tasks that are ready, tasks that are gone, the end of the case. */
  sync() {
    const waiting = this.#waiting();
    for (const task of this.#open()) if (!waiting.has(task.executionId)) this.#ended(task);
    for (const api of waiting.values()) if (!(api.executionId in this.memory.tasks)) this.#activated(api);
    if (!this.memory.over && this.engine.state === 'idle') this.#caseEnded();
  }

  /** Somebody takes a task. bpmn-engine knows no people, so whoever builds the task list has to say so. */
  claimed(task, by) {
    task.people = { actual_owner: by };
    this.#tell('assigned', task, { people: task.people });
  }

  /** Somebody is stuck. Nothing happens to the task: it stays open, and can be asked about again. */
  socialize(task, { by, question, raised }) {
    const request_id = raised ?? randomUUID(); // a raise that is delivered twice makes one firing
    if (request_id in this.memory.requests) return;
    this.memory.requests[request_id] = { executionId: task.executionId };
    const { people, event_id, settings } = task;
    const shared = this.#shared(task);
    this.#tell('socialize', task, { people, request_id, event_id, by, question, settings, fields: shared, raised });
  }

  /** Somebody does a task. */
  complete(task, by) {
    task.doneBy = by;
    this.#waiting().get(task.executionId).signal();
    this.sync();
  }

  /** Return the open task at an element; undefined if there is none. */
  task(elementId) {
    return this.#open().find(({ ref }) => ref.element_id === elementId);
  }

  /** Return what was asked about a task, each with its outcome once it has one. */
  requests(task) {
    return Object.values(this.memory.requests).filter(({ executionId }) => executionId === task.executionId);
  }

  #activated(api) {
    const { executionId, id, name, owner, content } = api;
    const ref = {
      task_id: `${this.memory.caseId}:${executionId}`,
      case_id: this.memory.caseId,
      process: content.parent.id,
      element_id: id,
      name,
      lane: owner.lane?.name,
    };
    const settings = settingsOf(owner);
    const event_id = settings && `${id}_socialize`;
    const task = { executionId, ref, revision: 0, event_id, settings };
    this.memory.tasks[executionId] = task;
    this.#tell('activated', task, { event_id, settings });
  }

  #ended(task) {
    task.ended = true;
    if (task.doneBy) this.#tell('completed', task, { by: task.doneBy });
    else this.#tell('cancelled', task);
  }

  #caseEnded() {
    const { caseId, outbox } = this.memory;
    this.memory.over = true;
    outbox.push(cloudEvent(`${caseId}:ended`, 'case.ended', { case_id: caseId }));
  }

  /** Put a hook into the outbox. Its id names it for ever, and a snapshot of a task has a revision that only grows. */
  #tell(what, task, data) {
    task.revision += 1;
    const snapshot = { ...task.ref, revision: task.revision };
    const id = `${task.ref.task_id}:${task.revision}`;
    this.memory.outbox.push(cloudEvent(id, `task.${what}`, { task: snapshot, ...data }));
  }

  /** Return the variables that the designer shares, and no others. */
  #shared(task) {
    const variables = this.#variables(task);
    const names = task.settings.shares.map(({ variable }) => variable).filter((name) => name in variables);
    return Object.fromEntries(names.map((name) => [name, variables[name]]));
  }

  /** A hook was refused for good; what it asked has ended there. */
  refused({ data }, code) {
    const request = this.memory.requests[data.request_id];
    if (request) request.outcome ??= code;
  }

  // -- from the service to the engine

  /** Do what a delivery asks for. One that comes again changes nothing. */
  take(delivery) {
    if (delivery.type === 'task.raise') this.#raised(delivery);
    if (delivery.type === 'discussion.ended') this.#answered(delivery);
  }

  /** Somebody asked on a page: fire, and say which delivery that answers. */
  #raised({ id, task_id, by }) {
    const task = this.#open().find(({ ref }) => ref.task_id === task_id);
    if (task) this.socialize(task, { by, raised: id });
  }

  /** Write the accepted value into the process, if the task is still open; a late one is not written. */
  #answered({ request_id, outcome, value }) {
    const request = this.memory.requests[request_id];
    if (!request || request.outcome) return;
    request.outcome = outcome;
    const task = this.memory.tasks[request.executionId];
    if (outcome === 'answered' && !task.ended) this.#write(task, request_id, value);
  }

  #write(task, request_id, value) {
    const { answer = ONE_ANSWER_PER_REQUEST } = task.settings;
    const { variables, output } = this.#waiting().get(task.executionId).environment;
    variables[answer] = answer === ONE_ANSWER_PER_REQUEST ? { ...variables[answer], [request_id]: value } : value;
    output[answer] = variables[answer];
  }

  // -- the engine

  #waiting() {
    const postponed = this.engine.execution.getPostponed().filter(({ type }) => WITH_PEOPLE.has(type));
    return new Map(postponed.map((api) => [api.executionId, api]));
  }

  #open() {
    return Object.values(this.memory.tasks).filter(({ ended }) => !ended);
  }

  #variables(task) {
    return this.#waiting().get(task.executionId).environment.variables;
  }
}

function cloudEvent(id, type, data) {
  return { specversion: '1.0', id, source: SOURCE, type: `socialbpm.${type}`, data };
}
