/** How much help was asked for, on the tasks of a diagram: colour for the eye, numbers for everybody. */

import { svg } from './drawing.js';

const LAYER = 'social-heat';
const ABOVE_THE_SHAPES = 1; // whatever is below, the white of a pool covers
const CORNER = 10;
const IN_ENGLISH = {
  asked: ({ asked }) => `${asked} asked`,
  parts: ({ solved, widened }) => `${told(solved)} solved · ${told(widened)} wider`,
};

/** Draws figures on a diagram: `{ task id: { asked, solved, widened } }`. What is about too few people is null: "<5". `words` say it. */
export function SocialHeat(canvas, overlays, elementRegistry) {
  this.show = (figures, words = IN_ENGLISH) => {
    this.clear();
    const most = Math.max(1, ...Object.values(figures).map(({ asked }) => asked));
    for (const [id, figure] of Object.entries(figures)) {
      const shape = elementRegistry.get(id);
      if (shape) draw(shape, figure, figure.asked / most, words);
    }
  };

  this.clear = () => {
    canvas.getLayer(LAYER, ABOVE_THE_SHAPES).replaceChildren();
    overlays.remove({ type: LAYER });
  };

  function draw(shape, figure, share, words) {
    canvas.getLayer(LAYER, ABOVE_THE_SHAPES).append(halo(shape, degree(share)));
    overlays.add(shape, LAYER, { position: { top: -10, left: 6 }, html: badge(words.asked(figure)) });
    overlays.add(shape, LAYER, { position: { bottom: 9, left: 0 }, html: badge(words.parts(figure)) });
  }
}

SocialHeat.$inject = ['canvas', 'overlays', 'elementRegistry'];

/** Return one of five degrees, so that the legend can name them. */
function degree(share) {
  return Math.min(5, Math.floor(share * 5) + 1);
}

function halo({ x, y, width, height }, heat) {
  return svg('rect', { class: `social-halo social-halo-${heat}`, x, y, width, height, rx: CORNER });
}

function badge(text) {
  const made = document.createElement('div');
  made.className = 'social-badge';
  made.textContent = text;
  return made;
}

/** Return a figure as text: what is null is about too few people. */
export function told(figure) {
  return figure === null ? '<5' : String(figure);
}

export const heatModule = { __init__: ['socialHeat'], socialHeat: ['type', SocialHeat] };
