/** Draws the marker: instead of the escalation in a drawn event, in the corner of a task that has the bare element. */

import { people } from './drawing.js';
import { isAnswer, isHost, isLabel, isOurEvent, socializeOf } from './socialize.js';

const BEFORE_THE_STOCK_RENDERER = 1500;
const IN_EVENT = 20;
const IN_TASK = 16;

export function SocialRenderer(eventBus, bpmnRenderer) {
  eventBus.on('render.shape', BEFORE_THE_STOCK_RENDERER, (_, { gfx, element, attrs }) => {
    if (isLabel(element)) return undefined;
    if (isOurEvent(element) || isAnswer(element)) return drawEvent(gfx, element, attrs);
    return isHost(element) && socializeOf(element) ? drawTask(gfx, element, attrs) : undefined;
  });

  function drawEvent(gfx, element, attrs) {
    const shape = bpmnRenderer.drawShape(gfx, element, { ...attrs, renderIcon: false });
    gfx.append(people((element.width - IN_EVENT) / 2, (element.height - IN_EVENT) / 2, IN_EVENT));
    return shape;
  }

  function drawTask(gfx, element, attrs) {
    const shape = bpmnRenderer.drawShape(gfx, element, attrs);
    gfx.append(people(element.width - IN_TASK - 6, 6, IN_TASK));
    return shape;
  }
}

SocialRenderer.$inject = ['eventBus', 'bpmnRenderer'];
