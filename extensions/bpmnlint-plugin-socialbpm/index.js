/** Errors are what the plugin for SpiffWorkflow refuses; warnings are what runs, but hardly as it was meant. */

const ERRORS = [
  ...['ad-hoc-host', 'answer-without-question', 'bad-duration', 'bad-value', 'compensation-host'],
  ...['data-object-out-of-reach', 'duplicate-id', 'interrupting-event', 'missing-attribute', 'property-twice'],
  ...['reserved-id', 'reserved-ring', 'ring-needs-consent', 'ring-twice', 'steps-out-of-order', 'trigger-needs-after', 'two-on-one-task'],
  ...['unexpected-text', 'unknown-attribute', 'unknown-child', 'unknown-exclude', 'unknown-ring', 'unknown-who'],
  ...['unusable-id', 'wrong-answer-host', 'wrong-event-definition', 'wrong-host'],
];
const WARNINGS = [
  ...['button-without-signal', 'excluded-and-asked', 'most-out-of-reach', 'ring-out-of-reach', 'unknown-task'],
  'unknown-variable',
];

const rules = Object.fromEntries([...ERRORS.map((id) => [id, 'error']), ...WARNINGS.map((id) => [id, 'warn'])]);

module.exports = { configs: { recommended: { rules } } };
