/** A ring with its defaults, and its durations as hours. */

const { rings: NAMED, steps: STEPS } = require('socialbpm-schema/defaults.json');

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const DAYS_A_WEEK = 5;

/** What is not given comes from the default ring of that name, then from the step. */
function withDefaults(ring) {
  const named = NAMED[ring.name];
  const isOfStep = named?.step === ring.step;
  return { ...STEPS[ring.step], ...(isOfStep ? named : {}), ...ring };
}

/** Return a duration in seconds, with working days of so many hours. */
function seconds(text, hoursADay) {
  const [weeks, days, hours, minutes, rest] = PARTS.exec(text).slice(1).map((number) => Number(number || 0));
  return (((weeks * DAYS_A_WEEK + days) * hoursADay + hours) * 60 + minutes) * 60 + rest;
}

module.exports = { seconds, withDefaults };
