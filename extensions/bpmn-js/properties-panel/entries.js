/** An entry of the panel for each attribute: what it says, what it means where it says nothing, what is wrong as one types. */

import {
  isSelectEntryEdited,
  isTextAreaEntryEdited,
  isTextFieldEntryEdited,
  SelectEntry,
  TextAreaEntry,
  TextFieldEntry,
} from '@bpmn-io/properties-panel';
import { jsx } from '@bpmn-io/properties-panel/preact/jsx-runtime';
import { useService } from 'bpmn-js-properties-panel';

import rules from '../lint/index.cjs';
import { FIELDS, meant, REQUIRED } from '../panel/fields.js';

/** Make the entry of one attribute of the element or of something in it. */
export function fieldEntry(id, kind, field, part) {
  const [component, isEdited] = kinds(field);
  return { id: `${id}-${field.name}`, component: FieldEntry, of: component, isEdited, kind, field, part };
}

function kinds({ choices, lines }) {
  if (choices) return [SelectEntry, isSelectEntryEdited];
  return lines ? [TextAreaEntry, isTextAreaEntryEdited] : [TextFieldEntry, isTextFieldEntryEdited];
}

function FieldEntry({ element, id, of, kind, field, part }) {
  const editing = useService('socialEditing');
  const debounce = useService('debounceInput');
  const otherwise = meant(kind, field, attributesOf(kind, part), rules.withDefaults);
  return jsx(of, {
    ...{ element, id, debounce, label: field.label, description: field.hint, placeholder: otherwise },
    getValue: () => part.get(field.name) ?? '',
    setValue: (text) => editing.set(element, part, { [field.name]: text ?? '' }),
    getOptions: () => optionsOf(field, otherwise, part.get(field.name)),
    validate: (text) => faultOf(kind, field, text),
  });
}

function attributesOf(kind, part) {
  return Object.fromEntries(FIELDS[kind].map(({ name }) => [name, part.get(name)]).filter(([, text]) => text !== undefined));
}

/** A value that is none of the choices is shown as it is, so that it is seen and not lost. */
function optionsOf({ choices }, otherwise, now) {
  const none = { value: '', label: otherwise ? `${otherwise} (default)` : '' };
  const known = now && !choices.includes(now) ? [...choices, now] : choices;
  return [none, ...known.map((value) => ({ value, label: value }))];
}

function faultOf(kind, { name }, text) {
  if (!text) return REQUIRED[kind].includes(name) ? 'This is needed.' : undefined;
  return rules.faultOf(kind, name, text);
}
