/**
 * The element as names and values, for editors that can write properties and nothing else. A property is one attribute, and an
 * empty value is as if it were not there. See the reference of the element.
 */

const { attributesOf } = require('./values');

/** Of Camunda 7, Camunda 8 and SpiffWorkflow. */
const NAMESPACES = [
  'http://camunda.org/schema/1.0/bpmn',
  'http://camunda.org/schema/zeebe/1.0',
  'http://spiffworkflow.org/bpmn/schema/1.0/core',
];
const PREFIX = 'social:';
const PART = /^(ring|share|exclude)\.([1-9][0-9]{0,2})\.([a-z]+)$/;

/** Return what is made of the properties of a task or event: `{ made, properties, faults }`, with `made` as `plain` gives it. */
function spelled(node) {
  const bags = (node.extensionElements?.values || []).filter((value) => isA(value, 'properties'));
  return bags.map((bag) => childrenOf(bag).filter(isOurs)).filter((ours) => ours.some(({ value }) => value)).map((ours) => make(node, ours));
}

function make(node, properties) {
  const name = node.$type === 'bpmn:IntermediateCatchEvent' ? 'answer' : 'socialize';
  const made = { name, attributes: {}, children: [], text: '' };
  const parts = new Map();
  const faults = [];
  const seen = new Set();
  for (const property of properties) {
    const said = property.name.slice(PREFIX.length);
    if (seen.has(said)) faults.push(fault('property-twice', `the property ${property.name} is given twice`, 'Keep one.'));
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
    return value === 'true' ? [] : [fault('bad-value', `the property ${PREFIX}${said} is "${value}"`, 'It can be "true" only.')];
  }
  if (made.name === 'socialize' && attributesOf('socialize').includes(said)) {
    made.attributes[said] = value;
  } else if (made.name === 'socialize' && part && attributesOf(part).includes(attribute)) {
    partOf(parts, part, number).attributes[attribute] = value;
  } else {
    return [fault('unknown-attribute', `the property ${PREFIX}${said} is not known`, 'See the reference of the element.')];
  }
  return [];
}

function partOf(parts, name, number) {
  const key = `${name}.${number}`;
  if (!parts.has(key)) parts.set(key, { number: Number(number), part: { name, attributes: {}, children: [], text: '' } });
  return parts.get(key).part;
}

/** Whether an element is one of the three kinds of properties, whatever its prefix, with its descriptor or without. */
function isA({ $descriptor: { ns = {}, isGeneric } = {}, $model }, name) {
  const uri = isGeneric ? ns.uri : $model?.getPackage(ns.prefix)?.uri;
  return NAMESPACES.includes(uri) && ns.localName.toLowerCase() === name;
}

function childrenOf(bag) {
  if (bag.$descriptor.isGeneric) return bag.$children || [];
  return bag.$descriptor.properties.filter(({ isMany }) => isMany).flatMap(({ name }) => bag.get(name) || []);
}

function isOurs(element) {
  return isA(element, 'property') && String(element.name || '').startsWith(PREFIX);
}

function fault(code, message, hint) {
  return { code, message, hint };
}

module.exports = { spelled };
