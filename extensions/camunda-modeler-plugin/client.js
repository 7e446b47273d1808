/** Registers everything with Camunda Modeler, for diagrams of Camunda 7 and of Camunda 8. */

import { registerBpmnJSModdleExtension, registerBpmnJSPlugin, registerClientPlugin } from 'camunda-modeler-plugin-helpers';
import socialbpm from 'socialbpm-bpmn-js';
import propertiesModule from 'socialbpm-bpmn-js/properties-panel';
import social from 'socialbpm-schema/social.json';

import lintRules from './lint-rules.cjs';

registerBpmnJSModdleExtension(social);
registerBpmnJSPlugin(socialbpm);
registerBpmnJSPlugin(propertiesModule);
registerClientPlugin(lintRules, 'lintRules.bpmn');
registerClientPlugin(lintRules, 'lintRules.cloud-bpmn');
