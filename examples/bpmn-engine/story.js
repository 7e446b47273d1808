/**
 * Alice checks an invoice in bpmn-engine, is stuck, and asks; the answer decides where the process goes.
 *
 *     node story.js CASE.json "Which account do freight costs go to?"
 *
 * SOCIALBPM_URL and SOCIALBPM_KEY say where the service is. Kill it whenever you like and start it again: the case goes
 * on from its file. Without a question Alice asks nothing here; she may ask on the service's side.
 */

import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { Host } from './host.js';
import { NotTaken, Service } from './service.js';

const DIAGRAM = fileURLToPath(new URL('check_invoice.bpmn', import.meta.url));
const INVOICE = { invoice_no: 'R-17', amount: 4120, supplier_iban: 'DE02120300000000202051' };
const SECONDS = 5;

const say = (line) => console.log(`engine     ${line}`);

async function main(file, question, rounds) {
  const service = new Service(process.env.SOCIALBPM_URL, process.env.SOCIALBPM_KEY);
  const host = await Host.open(file, DIAGRAM, INVOICE);
  say(host.recovered ? 'recovers the case from its file' : 'starts a case: invoice R-17');
  try {
    await aliceChecks(host, service, question, rounds);
    frankApproves(host);
    await host.send(service, say);
  } catch (error) {
    if (!(error instanceof NotTaken)) throw error;
    say(`goes on without: ${error.message}`);
  }
  tellHowItStands(host);
}

/** She takes the task, asks if she has something to ask, and does the task once she has heard how that ended. */
async function aliceChecks(host, service, question, rounds) {
  const { adapter } = host;
  const task = adapter.task('check_invoice');
  if (!task) return;
  if (!task.people) adapter.claimed(task, 'alice');
  if (question && !adapter.requests(task).length) {
    say('Alice is stuck in “Check invoice” and asks');
    adapter.socialize(task, { by: 'alice', question });
  }
  await host.send(service, say);
  const heard = () => adapter.requests(task).some(({ outcome }) => outcome);
  for (let round = 0; round < rounds && !heard(); round += 1) {
    await host.fetch(service, SECONDS, say);
    await host.send(service, say);
  }
  if (heard()) adapter.complete(task, 'alice');
}

/** Four eyes: he is excluded from what Alice asks. */
function frankApproves({ adapter }) {
  const task = adapter.task('approve_invoice');
  if (!task) return;
  adapter.claimed(task, 'frank');
  adapter.complete(task, 'frank');
}

function tellHowItStands({ adapter, engine, memory }) {
  const open = adapter.task('check_invoice');
  if (open) say(`waits in “${open.ref.name}”, which is still open`);
  if (memory.over) say(`is done, with ${JSON.stringify(engine.environment.output)}`);
}

const options = { rounds: { type: 'string', default: '60' } }; // fetches without an outcome, of some seconds each
const { values, positionals } = parseArgs({ allowPositionals: true, options });
const [file, question] = positionals;
if (!file) throw new Error('which file keeps the case? node story.js CASE.json ["the question"]');
await main(file, question, Number(values.rounds));
