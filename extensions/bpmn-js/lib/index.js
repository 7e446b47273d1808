/**
 * `<social:socialize>` for bpmn-js: `additionalModules: [socialbpm]`, with the descriptor in `moddleExtensions`.
 *
 * It imports nothing but its own files. A stock build of bpmn-js is enough, in a bundle or in a page without one.
 */

import * as behaviors from './behaviors.js';
import { SocialCommands, SocialParts } from './commands.js';
import { SocialEditing } from './editing.js';
import { SocialContextPad, SocialPalette, SocialReplaceMenu } from './menus.js';
import { SocialRenderer } from './renderer.js';

export { heatModule, told } from './heat.js';
export * from './socialize.js';

/** For viewers: the marker. */
export const viewerModule = {
  __init__: ['socialRenderer'],
  socialRenderer: ['type', SocialRenderer],
};

/** For modelers: the marker, the menus, the commands, and what keeps a diagram right. */
export default {
  __init__: [
    ...['socialRenderer', 'socialCommands', 'socialContextPad', 'socialReplaceMenu', 'socialPalette'],
    ...['socialAttaching', 'socialCopying', 'socialLosing', 'socialLeaving'],
  ],
  socialRenderer: ['type', SocialRenderer],
  socialParts: ['type', SocialParts],
  socialCommands: ['type', SocialCommands],
  socialEditing: ['type', SocialEditing],
  socialContextPad: ['type', SocialContextPad],
  socialReplaceMenu: ['type', SocialReplaceMenu],
  socialPalette: ['type', SocialPalette],
  socialAttaching: ['type', behaviors.AttachesToOnePersonsTask],
  socialCopying: ['type', behaviors.CopiesElementWhereItBelongs],
  socialLosing: ['type', behaviors.LosesWhatHasNoPlace],
  socialLeaving: ['type', behaviors.LeavesNoEscalationBehind],
};
