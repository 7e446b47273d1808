/* Made by extensions/build.mjs of the rules in extensions/bpmnlint-plugin-socialbpm. Change them, not this. */
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __glob = (map) => (path) => {
  var fn = map[path];
  if (fn) return fn();
  throw new Error("Module not found in bundle: " + path);
};
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/bpmnlint-utils/dist/index.cjs
var require_dist = __commonJS({
  "node_modules/bpmnlint-utils/dist/index.cjs"(exports) {
    "use strict";
    function is(node, type) {
      if (type.indexOf(":") === -1) {
        type = "bpmn:" + type;
      }
      return typeof node.$instanceOf === "function" ? node.$instanceOf(type) : node.$type === type;
    }
    function isAny(node, types) {
      return types.some(function(type) {
        return is(node, type);
      });
    }
    exports.is = is;
    exports.isAny = isAny;
  }
});

// schema/social.json
var require_social = __commonJS({
  "schema/social.json"(exports, module) {
    module.exports = {
      name: "socialbpm",
      uri: "urn:socialbpm:bpmn:1.0",
      prefix: "social",
      xml: { tagAlias: "lowerCase" },
      associations: [],
      enumerations: [
        { name: "Trigger", literalValues: [{ name: "manual" }, { name: "timer" }, { name: "both" }] },
        { name: "Step", literalValues: [{ name: "colleagues" }, { name: "community" }] },
        { name: "Widen", literalValues: [{ name: "auto" }, { name: "propose" }, { name: "manual" }] },
        { name: "Open", literalValues: [{ name: "true" }, { name: "false" }] },
        { name: "Asker", literalValues: [{ name: "named" }, { name: "role" }] },
        { name: "As", literalValues: [{ name: "is" }, { name: "masked" }, { name: "band" }] }
      ],
      types: [
        {
          name: "Socialize",
          superClass: ["Element"],
          meta: { allowedIn: ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:BoundaryEvent"] },
          properties: [
            { name: "ladder", isAttr: true, type: "String" },
            { name: "trigger", isAttr: true, type: "Trigger" },
            { name: "after", isAttr: true, type: "String" },
            { name: "question", isAttr: true, type: "String" },
            { name: "answer", isAttr: true, type: "String" },
            { name: "rings", isMany: true, type: "Ring" },
            { name: "shares", isMany: true, type: "Share" },
            { name: "excludes", isMany: true, type: "Exclude" }
          ]
        },
        {
          name: "Ring",
          superClass: ["Element"],
          properties: [
            { name: "name", isAttr: true, type: "String" },
            { name: "step", isAttr: true, type: "Step" },
            { name: "who", isAttr: true, type: "String" },
            { name: "batch", isAttr: true, type: "String" },
            { name: "most", isAttr: true, type: "String" },
            { name: "patience", isAttr: true, type: "String" },
            { name: "wait", isAttr: true, type: "String" },
            { name: "widen", isAttr: true, type: "Widen" },
            { name: "open", isAttr: true, type: "Open" },
            { name: "asker", isAttr: true, type: "Asker" }
          ]
        },
        {
          name: "Share",
          superClass: ["Element"],
          properties: [
            { name: "variable", isAttr: true, type: "String" },
            { name: "with", isAttr: true, type: "String" },
            { name: "as", isAttr: true, type: "As" }
          ]
        },
        {
          name: "Exclude",
          superClass: ["Element"],
          properties: [
            { name: "who", isAttr: true, type: "String" }
          ]
        },
        {
          name: "Answer",
          superClass: ["Element"],
          meta: { allowedIn: ["bpmn:IntermediateCatchEvent"] },
          properties: []
        }
      ]
    };
  }
});

// bpmnlint-plugin-socialbpm/lib/values.js
var require_values = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/values.js"(exports, module) {
    var { enumerations, types } = require_social();
    var NAME = "\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}";
    var DATE = "(?=.)(?:\\d{1,4}W)?(?:\\d{1,4}D)?";
    var TIME = "(?:T(?=.)(?:\\d{1,5}H)?(?:\\d{1,6}M)?(?:\\d{1,7}S)?)?";
    var DURATION = new RegExp(`^P${DATE}${TIME}$`);
    var AFTER = /^(?:R(\d{0,9})\/)?([\s\S]*?)( working)?$/;
    var NUMBER = /^\d{1,4}$/;
    var POOLS = [
      ...["owners", "initiator", "stakeholders", "administrators", "lane", "case", "worked-with", "same-group", "manager"],
      ...["did-this-task", "experts"]
    ];
    var ROLES = [
      ...["task_initiator", "actual_owner", "potential_owners", "excluded_owners", "business_administrators"],
      "task_stakeholders"
    ];
    var pattern = (source) => {
      const whole = new RegExp(`^(?:${source})$`, "u");
      return (text) => whole.test(text);
    };
    var between = (least, most) => (text) => [...text].length >= least && [...text].length <= most;
    var count = (text) => NUMBER.test(text) && Number(text) >= 1 && Number(text) <= 1e3;
    var FORMS = {
      socialize: {
        ladder: pattern(`[${NAME}.\\-]{1,64}`),
        question: between(0, 2e4),
        answer: pattern(`[A-Za-z_][${NAME}]{0,127}`)
      },
      ring: {
        name: pattern(`[A-Za-z_][${NAME}.\\-]{0,63}`),
        who: (text) => words(text).length > 0,
        batch: (text) => text === "all" || count(text),
        most: count
      },
      share: { variable: between(1, 200) }
    };
    var REQUIRED = { ring: ["name", "step"], share: ["variable"], exclude: ["who"] };
    var CHILDREN = ["ring", "share", "exclude"];
    var local = (name) => name.split(":").pop();
    function attributesOf(name) {
      return attributeTypes(name).map((attribute) => local(attribute.name));
    }
    function attributeTypes(name) {
      const type = types.find((each) => local(each.name).toLowerCase() === name);
      return type.properties.filter(({ isAttr }) => isAttr);
    }
    function choicesOf(name, attribute) {
      const { type } = attributeTypes(name).find((each) => local(each.name) === attribute);
      return enumerations.find((each) => local(each.name) === local(type))?.literalValues.map((value) => value.name);
    }
    function isAllowed(name, attribute, text) {
      const choices = choicesOf(name, attribute);
      return choices ? choices.includes(text) : FORMS[name]?.[attribute]?.(text) ?? true;
    }
    function words(text) {
      return text.trim().split(/\s+/).filter(Boolean);
    }
    function isWho(word) {
      return POOLS.includes(word) || /^(group|skill|community|person):./su.test(word);
    }
    function isExclude(word) {
      if (word.startsWith("role:")) return ROLES.includes(word.slice("role:".length));
      return word === "other-instances" || /^(task|group|person):./su.test(word);
    }
    function isDuration(text) {
      return DURATION.test(text) && /[1-9]/.test(text);
    }
    function isAfter(text) {
      if (text.startsWith("=")) return true;
      const [, times = "1", duration] = AFTER.exec(text);
      return Number(times) >= 1 && Number(times) <= 99 && isDuration(duration);
    }
    module.exports = { CHILDREN, REQUIRED, attributesOf, isAfter, isAllowed, isDuration, isExclude, isWho, words };
  }
});

// bpmnlint-plugin-socialbpm/lib/properties.js
var require_properties = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/properties.js"(exports, module) {
    var { attributesOf } = require_values();
    var NAMESPACES = [
      "http://camunda.org/schema/1.0/bpmn",
      "http://camunda.org/schema/zeebe/1.0",
      "http://spiffworkflow.org/bpmn/schema/1.0/core"
    ];
    var PREFIX = "social:";
    var PART = /^(ring|share|exclude)\.([1-9][0-9]{0,2})\.([a-z]+)$/;
    function spelled(node) {
      const bags = (node.extensionElements?.values || []).filter((value) => isA(value, "properties"));
      return bags.map((bag) => childrenOf(bag).filter(isOurs)).filter((ours) => ours.some(({ value }) => value)).map((ours) => make(node, ours));
    }
    function make(node, properties) {
      const name = node.$type === "bpmn:IntermediateCatchEvent" ? "answer" : "socialize";
      const made = { name, attributes: {}, children: [], text: "" };
      const parts = /* @__PURE__ */ new Map();
      const faults = [];
      const seen = /* @__PURE__ */ new Set();
      for (const property of properties) {
        const said = property.name.slice(PREFIX.length);
        if (seen.has(said)) faults.push(fault("property-twice", `the property ${property.name} is given twice`, "Keep one."));
        else if (property.value) faults.push(...take(made, parts, said, property.value));
        seen.add(said);
      }
      const inOrder = [...parts.values()].sort((one, other) => one.number - other.number);
      made.children.push(...inOrder.map(({ part }) => part));
      return { made, properties, faults };
    }
    function take(made, parts, said, value) {
      const [, part, number, attribute] = PART.exec(said) || [];
      if (said === made.name) {
        return value === "true" ? [] : [fault("bad-value", `the property ${PREFIX}${said} is "${value}"`, 'It can be "true" only.')];
      }
      if (made.name === "socialize" && attributesOf("socialize").includes(said)) {
        made.attributes[said] = value;
      } else if (made.name === "socialize" && part && attributesOf(part).includes(attribute)) {
        partOf(parts, part, number).attributes[attribute] = value;
      } else {
        return [fault("unknown-attribute", `the property ${PREFIX}${said} is not known`, "See the reference of the element.")];
      }
      return [];
    }
    function partOf(parts, name, number) {
      const key = `${name}.${number}`;
      if (!parts.has(key)) parts.set(key, { number: Number(number), part: { name, attributes: {}, children: [], text: "" } });
      return parts.get(key).part;
    }
    function isA({ $descriptor: { ns = {}, isGeneric } = {}, $model }, name) {
      const uri = isGeneric ? ns.uri : $model?.getPackage(ns.prefix)?.uri;
      return NAMESPACES.includes(uri) && ns.localName.toLowerCase() === name;
    }
    function childrenOf(bag) {
      if (bag.$descriptor.isGeneric) return bag.$children || [];
      return bag.$descriptor.properties.filter(({ isMany }) => isMany).flatMap(({ name }) => bag.get(name) || []);
    }
    function isOurs(element) {
      return isA(element, "property") && String(element.name || "").startsWith(PREFIX);
    }
    function fault(code, message, hint) {
      return { code, message, hint };
    }
    module.exports = { spelled };
  }
});

// bpmnlint-plugin-socialbpm/lib/ours.js
var require_ours = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/ours.js"(exports, module) {
    var { spelled } = require_properties();
    var NAMESPACE = "urn:socialbpm:bpmn:1.0";
    function nameOf(element) {
      const { ns = {}, isGeneric } = element.$descriptor || {};
      const uri = isGeneric ? ns.uri : element.$model?.getPackage(ns.prefix)?.uri;
      return uri === NAMESPACE ? ns.localName[0].toLowerCase() + ns.localName.slice(1) : void 0;
    }
    function extensions(node, name) {
      const written = (node.extensionElements?.values || []).filter((value) => nameOf(value) === name);
      return [...written, ...spelled(node).filter(({ made }) => made.name === name)];
    }
    function plain(element) {
      if (element.made) return element.made;
      const isGeneric = element.$descriptor.isGeneric;
      return {
        name: nameOf(element),
        type: element.$type,
        attributes: isGeneric ? genericAttributes(element) : typedAttributes(element),
        children: (isGeneric ? element.$children || [] : typedChildren(element)).map(plain),
        text: (element.$body || "").trim()
      };
    }
    function genericAttributes(element) {
      return Object.fromEntries(Object.entries(element).filter(([key]) => !/^(\$|xmlns(:|$))/.test(key)));
    }
    function typedAttributes(element) {
      const known = element.$descriptor.properties.filter(({ isAttr }) => isAttr);
      const given = known.map((property) => [property.ns.localName, element.get(property.name)]);
      const unknown = Object.entries(element.$attrs || {}).filter(([key]) => !/^xmlns(:|$)/.test(key));
      return Object.fromEntries([...given.filter(([, value]) => value !== void 0), ...unknown]);
    }
    function typedChildren(element) {
      return element.$descriptor.properties.filter(({ isMany }) => isMany).flatMap(({ name }) => element[name] || []);
    }
    module.exports = { extensions, nameOf, plain };
  }
});

// bpmnlint-plugin-socialbpm/lib/diagram.js
var require_diagram = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/diagram.js"(exports, module) {
    var { is, isAny } = require_dist();
    var { extensions, nameOf } = require_ours();
    var EVENT_NAME = "socialbpm.socialize";
    var SUFFIX = ".socialize";
    var HOSTS = ["bpmn:UserTask", "bpmn:ManualTask"];
    var SCOPES = ["bpmn:Process", "bpmn:SubProcess"];
    var Diagram = class {
      constructor(definitions) {
        this.definitions = definitions;
        this.all = [...descendants(definitions)];
        this.processes = this.all.filter((element) => is(element, "bpmn:Process"));
        this.nodes = new Map(this.all.filter(isNode).map((node) => [node.id, node]));
        this.names = new Set(this.all.filter(isOurName));
        this.drawn = this.all.filter((element) => is(element, "bpmn:BoundaryEvent")).filter((event) => this.isDrawn(event));
        this.hosts = this.all.filter((element) => extensions(element, "socialize").length);
        this.answers = this.all.filter((element) => extensions(element, "answer").length);
        this.isSocialized = Boolean(this.hosts.length || this.answers.length || this.names.size);
      }
      /** Whether a boundary event is a socialize event: by what it waits for, or by its element. */
      isDrawn(event) {
        return this.isNamed(event) || extensions(event, "socialize").length > 0;
      }
      isNamed(event) {
        return waitsFor(event).some((reference) => this.names.has(reference));
      }
      /** What has an element or is a drawn event, and the tasks of those events; each once. */
      get socialized() {
        const rightly = this.hosts.filter((host) => isAny(host, [...HOSTS, "bpmn:BoundaryEvent"]));
        const drawnOn = this.drawn.map(({ attachedToRef }) => attachedToRef).filter(isHost);
        return [.../* @__PURE__ */ new Set([...rightly, ...this.drawn, ...drawnOn])];
      }
      /** Each element in its right place, with the task or event that it is about. */
      get elements() {
        const rightly = this.hosts.filter((host) => isAny(host, [...HOSTS, "bpmn:BoundaryEvent"]));
        return rightly.flatMap((host) => extensions(host, "socialize").map((element) => ({ host, element })));
      }
    };
    function waitsFor(event) {
      return (event.eventDefinitions || []).map((definition) => {
        if (is(definition, "bpmn:EscalationEventDefinition")) return definition.escalationRef || null;
        return is(definition, "bpmn:SignalEventDefinition") ? definition.signalRef || null : definition.$type;
      });
    }
    function isOurName(element) {
      return is(element, "bpmn:Escalation") && element.escalationCode === EVENT_NAME || is(element, "bpmn:Signal") && element.name === EVENT_NAME;
    }
    function isNode(element) {
      return is(element, "bpmn:FlowNode");
    }
    function isHost(element) {
      return Boolean(element) && isAny(element, HOSTS);
    }
    function isScope(element) {
      return isAny(element, SCOPES);
    }
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
    function* ancestors(element) {
      for (let at = element.$parent; at; at = at.$parent) yield at;
    }
    function idOf(element) {
      return [element, ...ancestors(element)].find(({ id }) => id)?.id;
    }
    function rule(find) {
      return () => ({
        check(node, reporter) {
          if (!is(node, "bpmn:Definitions")) return;
          find(new Diagram(node), (element, message, hint) => reporter.report(idOf(element), `${message}. ${hint}`));
        }
      });
    }
    module.exports = { EVENT_NAME, SUFFIX, ancestors, descendants, isHost, isNode, isScope, nameOf, rule, waitsFor };
  }
});

// bpmnlint-plugin-socialbpm/rules/ad-hoc-host.js
var require_ad_hoc_host = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/ad-hoc-host.js"(exports, module) {
    var { is } = require_dist();
    var { isHost, rule } = require_diagram();
    module.exports = rule(({ drawn }, report) => {
      const hosts = new Set(drawn.map(({ attachedToRef }) => attachedToRef).filter(isHost));
      for (const host of hosts) {
        if (is(host.$parent, "bpmn:AdHocSubProcess") && !host.incoming?.length) {
          const message = "SpiffWorkflow would leave this task out: it begins an ad hoc subprocess and has a drawn event";
          report(host, message, "Put the element on the task itself, or let a flow lead to it.");
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/answer-without-question.js
var require_answer_without_question = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/answer-without-question.js"(exports, module) {
    var { is } = require_dist();
    var { ancestors, rule } = require_diagram();
    module.exports = rule(({ all, answers, drawn }, report) => {
      const reached = downstream(all, drawn);
      for (const event of answers) {
        if (is(event, "bpmn:IntermediateCatchEvent") && ![event, ...ancestors(event)].some((place) => reached.has(place))) {
          const message = "this waits for the answer to a question that nobody asks on the way to it, so for ever";
          report(event, message, "Draw it behind a socialize event.");
        }
      }
    });
    function downstream(all, starts) {
      const flows = /* @__PURE__ */ new Map();
      const add = (from, to) => flows.set(from, [...flows.get(from) || [], to]);
      for (const element of all) {
        if (is(element, "bpmn:SequenceFlow")) add(element.sourceRef, element.targetRef);
        if (is(element, "bpmn:BoundaryEvent")) add(element.attachedToRef, element);
      }
      const reached = /* @__PURE__ */ new Set();
      const ahead = starts.flatMap((start) => flows.get(start) || []);
      while (ahead.length) {
        const node = ahead.pop();
        if (node && !reached.has(node)) {
          reached.add(node);
          ahead.push(...flows.get(node) || []);
        }
      }
      return reached;
    }
  }
});

// schema/defaults.json
var require_defaults = __commonJS({
  "schema/defaults.json"(exports, module) {
    module.exports = {
      steps: {
        colleagues: { who: "worked-with same-group", batch: "3", most: "6", wait: "PT4H", widen: "auto" },
        community: { who: "did-this-task experts", batch: "5", most: "30", wait: "P3D", widen: "propose" }
      },
      rings: {
        participants: { step: "colleagues", who: "owners lane case", batch: "all", most: "8", wait: "PT2H" },
        coworkers: { step: "colleagues", patience: "PT2H" },
        network: { step: "community", patience: "PT4H" }
      }
    };
  }
});

// bpmnlint-plugin-socialbpm/lib/grammar.js
var require_grammar = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/grammar.js"(exports, module) {
    var { rings: NAMED } = require_defaults();
    var { rule } = require_diagram();
    var { extensions, plain } = require_ours();
    var values = require_values();
    function grammar(code) {
      return rule((diagram, report) => {
        const found = [
          ...diagram.hosts.flatMap((host) => told(host, "socialize", socialize)),
          ...diagram.answers.flatMap((host) => told(host, "answer", answer))
        ];
        for (const { host, fault: fault2 } of found) if (fault2.code === code) report(host, fault2.message, fault2.hint);
      });
    }
    function told(host, name, faults) {
      return extensions(host, name).flatMap((element) => of(element, faults).map((fault2) => ({ host, fault: fault2 })));
    }
    function of(element, faults) {
      return [...element.faults || [], ...faults(plain(element))];
    }
    function* socialize(element) {
      const inside = element.children.flatMap((child) => [...childFaults(child)]);
      const own = [...attributeFaults(element)];
      yield* textFaults(element);
      yield* inside;
      yield* own;
      if (!own.some(({ code }) => code === "bad-duration" || code === "bad-value")) yield* triggerFaults(element.attributes);
      if (!inside.length) yield* ringFaults(element);
    }
    function* answer(element) {
      yield* textFaults(element);
      for (const name of Object.keys(element.attributes)) {
        yield unknownAttribute("answer", name, "It has no attributes.");
      }
      for (const child of element.children) yield unknownChild(element, child, "It has no children.");
    }
    function* childFaults(child) {
      if (!values.CHILDREN.includes(child.name)) {
        yield unknownChild({ name: "socialize" }, child, `Use ${values.CHILDREN.join(", ")}.`);
        return;
      }
      yield* textFaults(child);
      for (const grandchild of child.children) yield unknownChild(child, grandchild, "It has no children.");
      yield* attributeFaults(child);
      const { name, step, widen } = child.attributes;
      if (child.name === "ring" && step === "community" && widen === "auto") {
        const why = "people in the community step are asked only with the asker's consent";
        yield fault("ring-needs-consent", `ring "${name}" cannot be widen="auto": ${why}`, 'Use widen="propose".');
      }
    }
    function* attributeFaults({ name, attributes }) {
      const known = values.attributesOf(name);
      for (const attribute of values.REQUIRED[name] || []) {
        if (attribute in attributes) continue;
        yield fault("missing-attribute", `${name} needs ${attribute}="…"`, `Say ${attribute}.`);
      }
      for (const [attribute, text] of Object.entries(attributes)) {
        if (known.includes(attribute)) yield* valueFaults(name, attribute, text);
        else yield unknownAttribute(name, attribute, `Use ${known.join(", ")}.`);
      }
    }
    function* valueFaults(name, attribute, text) {
      const said = `${name} ${attribute}="${text}"`;
      if (!values.isAllowed(name, attribute, text)) {
        yield fault("bad-value", `${said} is not allowed`, "See the reference of the element.");
      } else if (attribute === "after" ? !values.isAfter(text) : isTime(attribute) && !values.isDuration(text)) {
        yield fault("bad-duration", `${said} is not a duration like PT4H, P3D or P1DT30M`, "It is longer than nothing.");
      } else if (attribute === "who") {
        yield* peopleFaults(name, text);
      }
    }
    function* peopleFaults(name, text) {
      const unknown = name === "exclude" ? [text].filter((word) => !values.isExclude(word)) : wordsUnknown(text);
      const code = name === "exclude" ? "unknown-exclude" : "unknown-who";
      if (unknown.length) yield fault(code, `who="${unknown[0]}" is not known`, "See the reference of the element.");
    }
    function* triggerFaults({ trigger, after }) {
      if (after === void 0 && trigger !== void 0 && trigger !== "manual") {
        yield fault("trigger-needs-after", `trigger="${trigger}" needs to know after how long`, 'Say it, e.g. after="PT4H".');
      }
    }
    function* ringFaults({ attributes, children }) {
      const rings = children.filter(({ name }) => name === "ring").map((ring) => ring.attributes);
      const names = rings.map(({ name }) => name);
      if (names.includes("self")) {
        yield fault("reserved-ring", 'the ring "self" is always there, first', "Leave it out.");
      } else if (new Set(names).size < names.length) {
        yield fault("ring-twice", `two rings have the same name: ${names.join(", ")}`, "Give each its own.");
      } else if (rings.some(({ step }, at) => step === "colleagues" && rings[at - 1]?.step === "community")) {
        yield fault("steps-out-of-order", "a ring of step colleagues comes after one of step community", "Steps never go back.");
      } else {
        yield* shareFaults(attributes, names, children);
      }
    }
    function* shareFaults({ ladder = "default" }, names, children) {
      if (!names.length && ladder !== "default") return;
      const known = names.length ? names : Object.keys(NAMED);
      const shares = children.filter(({ name }) => name === "share").map((share) => share.attributes);
      const wrong = shares.find((share) => share.with !== void 0 && !["self", ...known].includes(share.with));
      if (!wrong) return;
      const message = `share variable="${wrong.variable}" with="${wrong.with}": there is no such ring`;
      yield fault("unknown-ring", message, `Use one of ${known.join(", ")}.`);
    }
    function* textFaults({ name, text }) {
      if (text) yield fault("unexpected-text", `${name} contains text`, "Say it in attributes.");
    }
    function unknownAttribute(name, attribute, hint) {
      return fault("unknown-attribute", `${name} has an attribute ${attribute} that is not known`, hint);
    }
    function unknownChild(parent, child, hint) {
      return fault("unknown-child", `${parent.name} has a child ${child.name || child.type} that is not known`, hint);
    }
    function isTime(attribute) {
      return attribute === "wait" || attribute === "patience";
    }
    function wordsUnknown(text) {
      return values.words(text).filter((word) => !values.isWho(word));
    }
    function fault(code, message, hint) {
      return { code, message, hint };
    }
    function designs(diagram) {
      return diagram.elements.filter(({ element }) => !of(element, socialize).length).map(({ host, element }) => ({ host, said: plain(element) })).map(({ host, said }) => ({ host, rings: all(said, "ring"), shares: all(said, "share"), excludes: all(said, "exclude") }));
    }
    function all({ children }, wanted) {
      return children.filter(({ name }) => name === wanted).map(({ attributes }) => attributes);
    }
    module.exports = { designs, grammar, valueFaults };
  }
});

// bpmnlint-plugin-socialbpm/rules/bad-duration.js
var require_bad_duration = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/bad-duration.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("bad-duration");
  }
});

// bpmnlint-plugin-socialbpm/rules/bad-value.js
var require_bad_value = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/bad-value.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("bad-value");
  }
});

// bpmnlint-plugin-socialbpm/rules/button-without-signal.js
var require_button_without_signal = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/button-without-signal.js"(exports, module) {
    var { is } = require_dist();
    var { rule } = require_diagram();
    var SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core";
    module.exports = rule(({ drawn }, report) => {
      for (const event of drawn) {
        if (hasLabel(event) && !event.eventDefinitions?.some((definition) => is(definition, "bpmn:SignalEventDefinition"))) {
          const message = "this event has the label of a button, and only a signal event is shown as one";
          report(event, message, "Draw it with the signal, or take the label away.");
        }
      }
    });
    function hasLabel({ extensionElements }) {
      return (extensionElements?.values || []).some(({ $descriptor: { ns = {}, isGeneric }, $model }) => {
        const uri = isGeneric ? ns.uri : $model.getPackage(ns.prefix)?.uri;
        return uri === SPIFF && /^signalButtonLabel$/i.test(ns.localName);
      });
    }
  }
});

// bpmnlint-plugin-socialbpm/rules/compensation-host.js
var require_compensation_host = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/compensation-host.js"(exports, module) {
    var { rule } = require_diagram();
    module.exports = rule(({ socialized }, report) => {
      for (const host of socialized) {
        if (host.isForCompensation) {
          const message = "SpiffWorkflow would leave this task out: it knows no compensation, so nobody ever comes here";
          report(host, message, "Draw it as an ordinary task that a flow leads to.");
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/data-object-out-of-reach.js
var require_data_object_out_of_reach = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/data-object-out-of-reach.js"(exports, module) {
    var { is } = require_dist();
    var { ancestors, isNode, isScope, rule } = require_diagram();
    module.exports = rule(({ all }, report) => {
      for (const link of all) {
        for (const reference of ends(link)) {
          const wanted = is(reference, "bpmn:DataObjectReference") && reference.dataObjectRef;
          if (wanted && !isWithinReach(link, wanted)) {
            const about = [...ancestors(link)].find(isNode) || link;
            const message = `SpiffWorkflow cannot find the data object ${wanted.id} from here`;
            report(about, message, "Declare it in this subprocess or in the one directly around it.");
          }
        }
      }
    });
    function ends(link) {
      if (is(link, "bpmn:DataInputAssociation")) return link.sourceRef || [];
      return is(link, "bpmn:DataOutputAssociation") && link.targetRef ? [link.targetRef] : [];
    }
    function isWithinReach(link, wanted) {
      const scopes = [...ancestors(link)].filter(isScope);
      return scopes.length < 2 || scopes.slice(0, 2).includes(wanted.$parent);
    }
  }
});

// bpmnlint-plugin-socialbpm/rules/duplicate-id.js
var require_duplicate_id = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/duplicate-id.js"(exports, module) {
    var { descendants, isNode, rule } = require_diagram();
    var HINT = "Give one of them another id.";
    module.exports = rule((diagram, report) => {
      if (!diagram.isSocialized) return;
      for (const process of diagram.processes) within(process, report);
    });
    function within(process, report) {
      const nodes = /* @__PURE__ */ new Set();
      const others = /* @__PURE__ */ new Set();
      for (const element of descendants(process)) {
        if (element.id === void 0) continue;
        const node = isNode(element);
        if (nodes.has(element.id) || node && others.has(element.id)) {
          report(element, `the id ${element.id} is given twice in this process; SpiffWorkflow would drop one of them`, HINT);
        }
        (node ? nodes : others).add(element.id);
      }
    }
  }
});

// bpmnlint-plugin-socialbpm/lib/rings.js
var require_rings = __commonJS({
  "bpmnlint-plugin-socialbpm/lib/rings.js"(exports, module) {
    var { rings: NAMED, steps: STEPS } = require_defaults();
    var PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
    var DAYS_A_WEEK = 5;
    function withDefaults2(ring) {
      const named = NAMED[ring.name];
      const isOfStep = named?.step === ring.step;
      return { ...STEPS[ring.step], ...isOfStep ? named : {}, ...ring };
    }
    function seconds(text, hoursADay) {
      const [weeks, days, hours, minutes, rest] = PARTS.exec(text).slice(1).map((number) => Number(number || 0));
      return (((weeks * DAYS_A_WEEK + days) * hoursADay + hours) * 60 + minutes) * 60 + rest;
    }
    module.exports = { seconds, withDefaults: withDefaults2 };
  }
});

// bpmnlint-plugin-socialbpm/rules/excluded-and-asked.js
var require_excluded_and_asked = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/excluded-and-asked.js"(exports, module) {
    var { rule } = require_diagram();
    var { designs } = require_grammar();
    var { withDefaults: withDefaults2 } = require_rings();
    var { words } = require_values();
    var ROLES = {
      "role:task_initiator": "initiator",
      "role:task_stakeholders": "stakeholders",
      "role:business_administrators": "administrators"
    };
    module.exports = rule((diagram, report) => {
      for (const { host, rings, excludes } of designs(diagram)) {
        for (const { who } of excludes) {
          for (const ring of rings) {
            if (words(withDefaults2(ring).who).includes(ROLES[who] || who)) {
              const message = `ring "${ring.name}" asks ${ROLES[who] || who}, whom exclude who="${who}" leaves out`;
              report(host, message, "Take one of them away: an exclusion always wins.");
            }
          }
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/interrupting-event.js
var require_interrupting_event = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/interrupting-event.js"(exports, module) {
    var { rule } = require_diagram();
    module.exports = rule(({ drawn }, report) => {
      for (const event of drawn) {
        if (event.cancelActivity) {
          const message = "a socialize event must not interrupt its task: the work goes on while people are asked";
          report(event, message, 'Set cancelActivity="false".');
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/missing-attribute.js
var require_missing_attribute = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/missing-attribute.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("missing-attribute");
  }
});

// bpmnlint-plugin-socialbpm/rules/most-out-of-reach.js
var require_most_out_of_reach = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/most-out-of-reach.js"(exports, module) {
    var { rule } = require_diagram();
    var { designs } = require_grammar();
    var { seconds, withDefaults: withDefaults2 } = require_rings();
    var HOURS_A_DAY = 8;
    module.exports = rule((diagram, report) => {
      for (const { host, rings } of designs(diagram)) {
        for (const ring of rings) {
          const asked = askedWithinWait(withDefaults2(ring));
          if (ring.most !== void 0 && asked < Number(ring.most)) {
            const message = `ring "${ring.name}" says most="${ring.most}", but asks only ${asked} people within its wait`;
            report(host, message, "Ask more at a time, or give each less patience, or the ring a longer wait.");
          }
        }
      }
    });
    function askedWithinWait({ batch, patience, wait }) {
      if (batch === "all") return Infinity;
      const whole = seconds(wait, HOURS_A_DAY);
      return Number(batch) * Math.ceil(whole / (patience ? seconds(patience, HOURS_A_DAY) : whole / 2));
    }
  }
});

// bpmnlint-plugin-socialbpm/rules/property-twice.js
var require_property_twice = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/property-twice.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("property-twice");
  }
});

// bpmnlint-plugin-socialbpm/rules/reserved-id.js
var require_reserved_id = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/reserved-id.js"(exports, module) {
    var { SUFFIX, isHost, isNode, isScope, rule } = require_diagram();
    var GENERATED = ["Start", "End", "StartEventSplit", "StartEventJoin"];
    var GENERATED_AFTER = [".EndJoin", ".BoundaryEventSplit", ".BoundaryEventJoin", " [child]"];
    module.exports = rule((diagram, report) => {
      for (const node of diagram.all.filter(isNode)) {
        if (GENERATED.includes(node.id) || diagram.isSocialized && isGenerated(diagram, node)) {
          report(node, `SpiffWorkflow uses the id ${node.id} itself, and would leave this element out`, "Give it another id.");
        }
      }
      for (const host of ownEvents(diagram)) {
        const taken = diagram.nodes.get(host.id + SUFFIX);
        const message = `the id ${host.id}${SUFFIX} is needed for the socialize event of ${host.id}`;
        if (taken) report(taken, message, "Give this element another id.");
      }
    });
    function isGenerated({ nodes }, { id = "", $parent }) {
      const owners = GENERATED_AFTER.filter((suffix) => id.endsWith(suffix)).map((suffix) => id.slice(0, -suffix.length));
      return isScope($parent) && owners.some((owner) => nodes.has(owner) || owner === $parent.id);
    }
    function ownEvents({ drawn, hosts }) {
      const drawnOn = new Set(drawn.map(({ attachedToRef }) => attachedToRef));
      return hosts.filter((host) => isHost(host) && !drawnOn.has(host));
    }
  }
});

// bpmnlint-plugin-socialbpm/rules/reserved-ring.js
var require_reserved_ring = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/reserved-ring.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("reserved-ring");
  }
});

// bpmnlint-plugin-socialbpm/rules/ring-needs-consent.js
var require_ring_needs_consent = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/ring-needs-consent.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("ring-needs-consent");
  }
});

// bpmnlint-plugin-socialbpm/rules/ring-out-of-reach.js
var require_ring_out_of_reach = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/ring-out-of-reach.js"(exports, module) {
    var { rule } = require_diagram();
    var { designs } = require_grammar();
    var { seconds, withDefaults: withDefaults2 } = require_rings();
    var DAYS = 30;
    module.exports = rule((diagram, report) => {
      for (const { host, rings } of designs(diagram)) {
        let waited = 0;
        for (const ring of rings) {
          if (waited >= DAYS * 24 * 3600) {
            const message = `ring "${ring.name}" is never reached: those before it wait ${DAYS} days or more`;
            report(host, message, `A discussion ends after ${DAYS} days, unless the service says otherwise.`);
          }
          waited += seconds(withDefaults2(ring).wait, 24);
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/ring-twice.js
var require_ring_twice = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/ring-twice.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("ring-twice");
  }
});

// bpmnlint-plugin-socialbpm/rules/steps-out-of-order.js
var require_steps_out_of_order = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/steps-out-of-order.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("steps-out-of-order");
  }
});

// bpmnlint-plugin-socialbpm/rules/trigger-needs-after.js
var require_trigger_needs_after = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/trigger-needs-after.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("trigger-needs-after");
  }
});

// bpmnlint-plugin-socialbpm/rules/two-on-one-task.js
var require_two_on_one_task = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/two-on-one-task.js"(exports, module) {
    var { rule } = require_diagram();
    module.exports = rule(({ drawn, elements }, report) => {
      const seen = /* @__PURE__ */ new Set();
      for (const event of drawn) {
        const { attachedToRef } = event;
        if (attachedToRef && seen.has(attachedToRef)) {
          report(event, `the task ${attachedToRef.id} has more than one socialize event`, "Keep one.");
        }
        seen.add(attachedToRef);
      }
      const hosts = /* @__PURE__ */ new Set();
      for (const { host } of elements) {
        if (hosts.has(host)) report(host, `${host.id} has more than one socialize element`, "Keep one.");
        hosts.add(host);
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/unexpected-text.js
var require_unexpected_text = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unexpected-text.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unexpected-text");
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-attribute.js
var require_unknown_attribute = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-attribute.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unknown-attribute");
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-child.js
var require_unknown_child = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-child.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unknown-child");
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-exclude.js
var require_unknown_exclude = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-exclude.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unknown-exclude");
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-ring.js
var require_unknown_ring = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-ring.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unknown-ring");
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-task.js
var require_unknown_task = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-task.js"(exports, module) {
    var { is } = require_dist();
    var { rule } = require_diagram();
    var { designs } = require_grammar();
    module.exports = rule((diagram, report) => {
      if (diagram.all.some((element) => is(element, "bpmn:CallActivity"))) return;
      for (const { host, excludes } of designs(diagram)) {
        for (const { who } of excludes) {
          if (who.startsWith("task:") && !diagram.nodes.has(who.slice("task:".length))) {
            report(host, `exclude who="${who}": there is no such task`, "Use the id of a task in this file.");
          }
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-variable.js
var require_unknown_variable = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-variable.js"(exports, module) {
    var { nameOf, rule } = require_diagram();
    var { designs } = require_grammar();
    var { plain } = require_ours();
    var FORMS_ELSEWHERE = ["formKey", "formRef", "formJsonSchemaFilename"];
    var OF_A_WORD = "[\\p{L}\\p{M}\\p{N}\\p{Pc}]";
    module.exports = rule((diagram, report) => {
      const shared = designs(diagram).flatMap(({ host, shares }) => shares.map(({ variable }) => ({ host, variable })));
      if (!shared.length) return;
      const spelled = diagram.elements.map(({ element }) => element).filter(({ made }) => made);
      const ours = new Set(spelled.flatMap(({ properties }) => properties));
      const others = [diagram.definitions, ...diagram.all].filter((element) => !ours.has(element)).flatMap(texts);
      const told = [...others, ...spelled.map(({ made }) => made.attributes.answer || "")].join("\n");
      if (FORMS_ELSEWHERE.some((name) => mentions(told, name))) return;
      for (const { host, variable } of shared) {
        if (!mentions(told, variable)) {
          const hint = "Write it as the form or the script does, or describe it in a task's documentation.";
          report(host, `share variable="${variable}": nothing else in this diagram mentions it`, hint);
        }
      }
    });
    function mentions(told, name) {
      const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return new RegExp(`(?<!${OF_A_WORD})${escaped}(?!${OF_A_WORD})`, "u").test(told);
    }
    function texts(element) {
      if (nameOf(element)) return [plain(element).attributes.answer || ""];
      const own = element.$descriptor.isGeneric ? Object.entries(element) : typed(element);
      return own.filter(([key, value]) => typeof value === "string" && key !== "$type").flat();
    }
    function typed(element) {
      const known = element.$descriptor.properties.filter(({ isReference }) => !isReference);
      const unknown = Object.entries(element.$attrs || {}).filter(([key]) => !key.startsWith("xmlns"));
      return [...known.map(({ ns, name }) => [ns.localName, element[name]]), ...unknown];
    }
  }
});

// bpmnlint-plugin-socialbpm/rules/unknown-who.js
var require_unknown_who = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unknown-who.js"(exports, module) {
    var { grammar } = require_grammar();
    module.exports = grammar("unknown-who");
  }
});

// bpmnlint-plugin-socialbpm/rules/unusable-id.js
var require_unusable_id = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/unusable-id.js"(exports, module) {
    var { SUFFIX, rule } = require_diagram();
    var LONGEST = 200 - SUFFIX.length;
    module.exports = rule(({ socialized }, report) => {
      for (const element of socialized) {
        const length = [...element.id || ""].length;
        if (length === 0 || length > LONGEST) {
          report(element, `what is socialized needs an id of at most ${LONGEST} characters`, "Give it a short one.");
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/wrong-answer-host.js
var require_wrong_answer_host = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/wrong-answer-host.js"(exports, module) {
    var { is } = require_dist();
    var { rule } = require_diagram();
    module.exports = rule(({ answers }, report) => {
      for (const host of answers) {
        if (!is(host, "bpmn:IntermediateCatchEvent")) {
          report(host, "only an intermediate catch event can wait for an answer", "Move it to an intermediate catch event.");
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/wrong-event-definition.js
var require_wrong_event_definition = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/wrong-event-definition.js"(exports, module) {
    var { EVENT_NAME, rule, waitsFor } = require_diagram();
    module.exports = rule((diagram, report) => {
      for (const event of diagram.drawn) {
        const waits = waitsFor(event);
        const isOurs = diagram.isNamed(event) || waits.length === 1 && waits[0] === null;
        if (!isOurs || waits.length !== 1) {
          const hint = `Use one escalation with the code ${EVENT_NAME}, or one signal of that name.`;
          report(event, "this event is marked as socialize, but waits for something else", hint);
        }
      }
    });
  }
});

// bpmnlint-plugin-socialbpm/rules/wrong-host.js
var require_wrong_host = __commonJS({
  "bpmnlint-plugin-socialbpm/rules/wrong-host.js"(exports, module) {
    var { isAny } = require_dist();
    var { isHost, rule } = require_diagram();
    var MESSAGE = "only a user task or a manual task can be socialized: somebody has to be there who is stuck";
    var HINT = "Move it to a user task.";
    module.exports = rule(({ drawn, hosts }, report) => {
      for (const event of drawn) if (!isHost(event.attachedToRef)) report(event, MESSAGE, HINT);
      for (const host of hosts) if (!isHost(host) && !isAny(host, ["bpmn:BoundaryEvent"])) report(host, MESSAGE, HINT);
    });
  }
});

// require("../../bpmnlint-plugin-socialbpm/rules/**/*.js") in bpmn-js/lint/index.cjs
var globRequire_bpmnlint_plugin_socialbpm_rules_js;
var init_ = __esm({
  'require("../../bpmnlint-plugin-socialbpm/rules/**/*.js") in bpmn-js/lint/index.cjs'() {
    globRequire_bpmnlint_plugin_socialbpm_rules_js = __glob({
      "../../bpmnlint-plugin-socialbpm/rules/ad-hoc-host.js": () => require_ad_hoc_host(),
      "../../bpmnlint-plugin-socialbpm/rules/answer-without-question.js": () => require_answer_without_question(),
      "../../bpmnlint-plugin-socialbpm/rules/bad-duration.js": () => require_bad_duration(),
      "../../bpmnlint-plugin-socialbpm/rules/bad-value.js": () => require_bad_value(),
      "../../bpmnlint-plugin-socialbpm/rules/button-without-signal.js": () => require_button_without_signal(),
      "../../bpmnlint-plugin-socialbpm/rules/compensation-host.js": () => require_compensation_host(),
      "../../bpmnlint-plugin-socialbpm/rules/data-object-out-of-reach.js": () => require_data_object_out_of_reach(),
      "../../bpmnlint-plugin-socialbpm/rules/duplicate-id.js": () => require_duplicate_id(),
      "../../bpmnlint-plugin-socialbpm/rules/excluded-and-asked.js": () => require_excluded_and_asked(),
      "../../bpmnlint-plugin-socialbpm/rules/interrupting-event.js": () => require_interrupting_event(),
      "../../bpmnlint-plugin-socialbpm/rules/missing-attribute.js": () => require_missing_attribute(),
      "../../bpmnlint-plugin-socialbpm/rules/most-out-of-reach.js": () => require_most_out_of_reach(),
      "../../bpmnlint-plugin-socialbpm/rules/property-twice.js": () => require_property_twice(),
      "../../bpmnlint-plugin-socialbpm/rules/reserved-id.js": () => require_reserved_id(),
      "../../bpmnlint-plugin-socialbpm/rules/reserved-ring.js": () => require_reserved_ring(),
      "../../bpmnlint-plugin-socialbpm/rules/ring-needs-consent.js": () => require_ring_needs_consent(),
      "../../bpmnlint-plugin-socialbpm/rules/ring-out-of-reach.js": () => require_ring_out_of_reach(),
      "../../bpmnlint-plugin-socialbpm/rules/ring-twice.js": () => require_ring_twice(),
      "../../bpmnlint-plugin-socialbpm/rules/steps-out-of-order.js": () => require_steps_out_of_order(),
      "../../bpmnlint-plugin-socialbpm/rules/trigger-needs-after.js": () => require_trigger_needs_after(),
      "../../bpmnlint-plugin-socialbpm/rules/two-on-one-task.js": () => require_two_on_one_task(),
      "../../bpmnlint-plugin-socialbpm/rules/unexpected-text.js": () => require_unexpected_text(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-attribute.js": () => require_unknown_attribute(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-child.js": () => require_unknown_child(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-exclude.js": () => require_unknown_exclude(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-ring.js": () => require_unknown_ring(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-task.js": () => require_unknown_task(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-variable.js": () => require_unknown_variable(),
      "../../bpmnlint-plugin-socialbpm/rules/unknown-who.js": () => require_unknown_who(),
      "../../bpmnlint-plugin-socialbpm/rules/unusable-id.js": () => require_unusable_id(),
      "../../bpmnlint-plugin-socialbpm/rules/wrong-answer-host.js": () => require_wrong_answer_host(),
      "../../bpmnlint-plugin-socialbpm/rules/wrong-event-definition.js": () => require_wrong_event_definition(),
      "../../bpmnlint-plugin-socialbpm/rules/wrong-host.js": () => require_wrong_host()
    });
  }
});

// bpmnlint-plugin-socialbpm/index.js
var require_bpmnlint_plugin_socialbpm = __commonJS({
  "bpmnlint-plugin-socialbpm/index.js"(exports, module) {
    var ERRORS = [
      ...["ad-hoc-host", "answer-without-question", "bad-duration", "bad-value", "compensation-host"],
      ...["data-object-out-of-reach", "duplicate-id", "interrupting-event", "missing-attribute", "property-twice"],
      ...["reserved-id", "reserved-ring", "ring-needs-consent", "ring-twice", "steps-out-of-order", "trigger-needs-after", "two-on-one-task"],
      ...["unexpected-text", "unknown-attribute", "unknown-child", "unknown-exclude", "unknown-ring", "unknown-who"],
      ...["unusable-id", "wrong-answer-host", "wrong-event-definition", "wrong-host"]
    ];
    var WARNINGS = [
      ...["button-without-signal", "excluded-and-asked", "most-out-of-reach", "ring-out-of-reach", "unknown-task"],
      "unknown-variable"
    ];
    var rules = Object.fromEntries([...ERRORS.map((id) => [id, "error"]), ...WARNINGS.map((id) => [id, "warn"])]);
    module.exports = { configs: { recommended: { rules } } };
  }
});

// bpmn-js/lint/index.cjs
var require_lint = __commonJS({
  "bpmn-js/lint/index.cjs"(exports, module) {
    init_();
    var { configs } = require_bpmnlint_plugin_socialbpm();
    var { valueFaults } = require_grammar();
    var { withDefaults: withDefaults2 } = require_rings();
    var RULES = Object.entries(configs.recommended.rules).map(([rule, severity]) => ({
      rule,
      severity: severity === "warn" ? "warning" : severity,
      ask: globRequire_bpmnlint_plugin_socialbpm_rules_js("../../bpmnlint-plugin-socialbpm/rules/" + rule + ".js")
    }));
    function lint2(definitions) {
      return RULES.flatMap(({ rule, severity, ask }) => {
        const found = [];
        ask().check(definitions, { report: (id, message) => found.push({ rule, severity, id, message }) });
        return found;
      });
    }
    function faultOf2(element, attribute, text) {
      const [fault] = valueFaults(element, attribute, text);
      return fault && `${fault.message}. ${fault.hint}`;
    }
    module.exports = { faultOf: faultOf2, lint: lint2, withDefaults: withDefaults2 };
  }
});

// <stdin>
var import_lint = __toESM(require_lint());
var export_faultOf = import_lint.faultOf;
var export_lint = import_lint.lint;
var export_withDefaults = import_lint.withDefaults;
export {
  export_faultOf as faultOf,
  export_lint as lint,
  export_withDefaults as withDefaults
};
