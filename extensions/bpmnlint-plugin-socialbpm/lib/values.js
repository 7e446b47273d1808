/** What may stand in each attribute. The descriptor has the names and the choices; the rest is text with a form. */

const { enumerations, types } = require('socialbpm-schema/social.json');

const NAME = '\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}';
const DATE = '(?=.)(?:\\d{1,4}W)?(?:\\d{1,4}D)?';
const TIME = '(?:T(?=.)(?:\\d{1,5}H)?(?:\\d{1,6}M)?(?:\\d{1,7}S)?)?';
const DURATION = new RegExp(`^P${DATE}${TIME}$`);
const AFTER = /^(?:R(\d{0,9})\/)?([\s\S]*?)( working)?$/;
const NUMBER = /^\d{1,4}$/;
const POOLS = [
  ...['owners', 'initiator', 'stakeholders', 'administrators', 'lane', 'case', 'worked-with', 'same-group', 'manager'],
  ...['did-this-task', 'experts'],
];
const ROLES = [
  ...['task_initiator', 'actual_owner', 'potential_owners', 'excluded_owners', 'business_administrators'],
  'task_stakeholders',
];

const pattern = (source) => {
  const whole = new RegExp(`^(?:${source})$`, 'u');
  return (text) => whole.test(text);
};
const between = (least, most) => (text) => [...text].length >= least && [...text].length <= most;
const count = (text) => NUMBER.test(text) && Number(text) >= 1 && Number(text) <= 1000;

/** Element -> attribute -> whether a text may stand there. Choices, durations and people have rules of their own. */
const FORMS = {
  socialize: {
    ladder: pattern(`[${NAME}.\\-]{1,64}`),
    question: between(0, 20000),
    answer: pattern(`[A-Za-z_][${NAME}]{0,127}`),
  },
  ring: {
    name: pattern(`[A-Za-z_][${NAME}.\\-]{0,63}`),
    who: (text) => words(text).length > 0,
    batch: (text) => text === 'all' || count(text),
    most: count,
  },
  share: { variable: between(1, 200) },
};

const REQUIRED = { ring: ['name', 'step'], share: ['variable'], exclude: ['who'] };
const CHILDREN = ['ring', 'share', 'exclude'];

/** moddle puts its prefix before the names in a descriptor that it is given, and it may be given the one we read. */
const local = (name) => name.split(':').pop();

/** Return the names of the attributes of an element. */
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
  return choices ? choices.includes(text) : (FORMS[name]?.[attribute]?.(text) ?? true);
}

function words(text) {
  return text.trim().split(/\s+/).filter(Boolean);
}

function isWho(word) {
  return POOLS.includes(word) || /^(group|skill|community|person):./su.test(word);
}

function isExclude(word) {
  if (word.startsWith('role:')) return ROLES.includes(word.slice('role:'.length));
  return word === 'other-instances' || /^(task|group|person):./su.test(word);
}

/** A duration of working time, longer than nothing. */
function isDuration(text) {
  return DURATION.test(text) && /[1-9]/.test(text);
}

function isAfter(text) {
  if (text.startsWith('=')) return true;
  const [, times = '1', duration] = AFTER.exec(text);
  return Number(times) >= 1 && Number(times) <= 99 && isDuration(duration);
}

module.exports = { CHILDREN, REQUIRED, attributesOf, isAfter, isAllowed, isDuration, isExclude, isWho, words };
