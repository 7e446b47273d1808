/** What keeps a diagram right while it is changed. Each adds to the command that it hears of, so one undo takes both back. */

import { removeElement } from './commands.js';
import { ANSWER, canHold, canTake, is, isHost, isOurDefinition, isOurEvent, modelOf, SOCIALIZE, socializeOf } from './socialize.js';

const BEFORE_THE_STOCK_RULES = 1500;
const AFTER_THE_STOCK_BEHAVIORS = 100;

/** An event of ours is attached to tasks that somebody does, one on each; nowhere else is it dropped, moved or pasted. */
export function AttachesToOnePersonsTask(eventBus) {
  eventBus.on('commandStack.shape.attach.canExecute', BEFORE_THE_STOCK_RULES, ({ context }) => {
    return verdict([context.shape], context.target);
  });
  eventBus.on('commandStack.elements.create.canExecute', BEFORE_THE_STOCK_RULES, ({ context }) => {
    return verdict(context.elements, context.target);
  });
  eventBus.on('commandStack.elements.move.canExecute', BEFORE_THE_STOCK_RULES, ({ context }) => {
    return verdict(context.shapes, context.target);
  });

  /** Forbid, or leave it to the stock rules. */
  function verdict(elements, target) {
    const [event, ...others] = (elements || []).filter(({ labelTarget }) => !labelTarget);
    if (others.length || !isOurEvent(event) || !target) return undefined;
    return canTake(target, event) ? undefined : false;
  }
}

AttachesToOnePersonsTask.$inject = ['eventBus'];

/** A copy, or a task that becomes one of another kind, has the element only where it belongs. */
export function CopiesElementWhereItBelongs(eventBus) {
  eventBus.on('moddleCopy.canCopyProperty', ({ property, parent }) => {
    const holder = parent?.$parent;
    if (!holder) return undefined;
    if (is(property, SOCIALIZE) && !canHold(holder)) return false;
    return is(property, ANSWER) && !is(holder, 'bpmn:IntermediateCatchEvent') ? false : undefined;
  });
}

CopiesElementWhereItBelongs.$inject = ['eventBus'];

/** A task that nobody does any more loses its event; an event that waits for something else loses its element. */
export function LosesWhatHasNoPlace(eventBus, modeling) {
  eventBus.on('commandStack.shape.replace.postExecuted', AFTER_THE_STOCK_BEHAVIORS, ({ context: { newShape } }) => {
    if (is(newShape, 'bpmn:Activity') && !isHost(newShape)) {
      (newShape.attachers || []).filter(isOurEvent).forEach((event) => modeling.removeShape(event));
    }
    if (socializeOf(newShape) && !isHost(newShape) && !isOurEvent(newShape)) removeElement(modeling, newShape);
  });
}

LosesWhatHasNoPlace.$inject = ['eventBus', 'modeling'];

/** With the last event that waits for it, our escalation goes; one that a designer made more of stays. */
export function LeavesNoEscalationBehind(eventBus, modeling, canvas, bpmnjs, elementRegistry) {
  eventBus.on('commandStack.shape.delete.postExecuted', AFTER_THE_STOCK_BEHAVIORS, ({ context: { shape } }) => {
    const ours = (modelOf(shape)?.eventDefinitions || []).filter(isOurDefinition);
    ours.map(({ escalationRef }) => escalationRef).filter(isIdle).forEach(remove);
  });

  function isIdle(escalation) {
    return escalation && !escalation.documentation?.length && !elementRegistry.find((element) => waitsFor(element, escalation));
  }

  function waitsFor(element, escalation) {
    return (modelOf(element)?.eventDefinitions || []).some(({ escalationRef }) => escalationRef === escalation);
  }

  function remove(escalation) {
    const definitions = bpmnjs.getDefinitions();
    const rootElements = definitions.get('rootElements').filter((root) => root !== escalation);
    modeling.updateModdleProperties(canvas.getRootElement(), definitions, { rootElements });
  }
}

LeavesNoEscalationBehind.$inject = ['eventBus', 'modeling', 'canvas', 'bpmnjs', 'elementRegistry'];
