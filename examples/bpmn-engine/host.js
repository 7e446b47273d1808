/**
 * A host that keeps one case of bpmn-engine in a file, and may be killed at any moment.
 *
 *     change, save, send, save      a hook is saved before it is sent, so that it can be sent again as it was
 *     fetch, change, save           a delivery is saved before the next fetch acknowledges it
 */

import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';

import { Engine } from 'bpmn-engine';

import { Adapter, newMemory } from './adapter.js';
import { moddleOptions } from './element.js';
import { Refused } from './service.js';

export class Host {
  constructor(file, engine, memory) {
    this.file = file;
    this.engine = engine;
    this.memory = memory;
    this.adapter = new Adapter(engine, memory);
  }

  /** Go on with the case in a file, or start it there. */
  static async open(file, diagram, variables) {
    const saved = existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
    const host = saved ? await Host.#recover(file, saved) : await Host.#start(file, diagram, variables);
    host.recovered = Boolean(saved);
    host.adapter.sync();
    await host.save();
    return host;
  }

  static async #start(file, diagram, variables) {
    const engine = new Engine({ name: 'invoice', source: await readFile(diagram, 'utf8'), moddleOptions });
    await engine.execute({ variables });
    return new Host(file, engine, newMemory());
  }

  static async #recover(file, { state, memory }) {
    const engine = new Engine({ name: state.name, moddleOptions }).recover(state);
    if (!memory.over) await engine.resume();
    return new Host(file, engine, memory);
  }

  /** Save the engine and the adapter as one: the file is the old one or the new one, and nothing in between. */
  async save() {
    const state = await this.engine.getState();
    await writeFile(`${this.file}.new`, JSON.stringify({ state, memory: this.memory }));
    await rename(`${this.file}.new`, this.file);
  }

  /** Save, then send what waits; each hook that was taken is saved as taken. What is refused for good is not kept. */
  async send(service, say) {
    const { outbox } = this.memory;
    await this.save();
    while (outbox.length) {
      say(`tells ${outbox[0].type}: ${await this.#told(service, outbox[0])}`);
      outbox.shift();
      await this.save();
    }
  }

  async #told(service, event) {
    try {
      return (await service.tell(event)).status;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.adapter.refused(event, error.code);
      return `refused, ${error.message}`;
    }
  }

  /** Fetch what waits for the case, do it, and save. */
  async fetch(service, seconds, say) {
    const { caseId, cursor } = this.memory;
    const page = await service.deliveries(caseId, cursor, seconds);
    for (const delivery of page.items) {
      say(`gets ${delivery.type}`);
      this.adapter.take(delivery);
    }
    this.memory.cursor = page.cursor;
    await this.save();
  }
}
