/** bpmn-js with its properties panel, as a project that bundles has them, and our module. */

import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import '@bpmn-io/properties-panel/assets/properties-panel.css';
import 'socialbpm-bpmn-js/social.css';

import BpmnModeler from 'bpmn-js/lib/Modeler';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule } from 'bpmn-js-properties-panel';
import socialbpm from 'socialbpm-bpmn-js';
import properties from 'socialbpm-bpmn-js/properties-panel';
import social from 'socialbpm-schema';

window.modeler = new BpmnModeler({
  container: '#canvas',
  propertiesPanel: { parent: '#panel' },
  additionalModules: [BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, socialbpm, properties],
  moddleExtensions: { social },
});
