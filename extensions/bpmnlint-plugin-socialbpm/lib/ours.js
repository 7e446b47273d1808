/**
 * Our elements as plain names and texts. They read the same whether the descriptor is loaded (then moddle gives them types)
 * or not (then it keeps them as they are), and whatever prefix the file has for our namespace.
 */

const { spelled } = require('./properties');

const NAMESPACE = 'urn:socialbpm:bpmn:1.0';

/** Return the local name of an element of ours, in lower case as it is written; undefined for anything else. */
function nameOf(element) {
  const { ns = {}, isGeneric } = element.$descriptor || {};
  const uri = isGeneric ? ns.uri : element.$model?.getPackage(ns.prefix)?.uri;
  return uri === NAMESPACE ? ns.localName[0].toLowerCase() + ns.localName.slice(1) : undefined;
}

/** Return the elements of ours with this name in the extensionElements of a task or event, those last that are spelled there. */
function extensions(node, name) {
  const written = (node.extensionElements?.values || []).filter((value) => nameOf(value) === name);
  return [...written, ...spelled(node).filter(({ made }) => made.name === name)];
}

/** Return an element as `{ name, attributes, children, text }`; what is not ours has no name, but a `type`. */
function plain(element) {
  if (element.made) return element.made;
  const isGeneric = element.$descriptor.isGeneric;
  return {
    name: nameOf(element),
    type: element.$type,
    attributes: isGeneric ? genericAttributes(element) : typedAttributes(element),
    children: (isGeneric ? element.$children || [] : typedChildren(element)).map(plain),
    text: (element.$body || '').trim(),
  };
}

function genericAttributes(element) {
  return Object.fromEntries(Object.entries(element).filter(([key]) => !/^(\$|xmlns(:|$))/.test(key)));
}

function typedAttributes(element) {
  const known = element.$descriptor.properties.filter(({ isAttr }) => isAttr);
  const given = known.map((property) => [property.ns.localName, element.get(property.name)]);
  const unknown = Object.entries(element.$attrs || {}).filter(([key]) => !/^xmlns(:|$)/.test(key));
  return Object.fromEntries([...given.filter(([, value]) => value !== undefined), ...unknown]);
}

function typedChildren(element) {
  return element.$descriptor.properties.filter(({ isMany }) => isMany).flatMap(({ name }) => element[name] || []);
}

module.exports = { extensions, nameOf, plain };
