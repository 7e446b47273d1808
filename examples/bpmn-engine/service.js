/** The service, as an engine calls it: two endpoints, and nothing but `fetch`. */

const LATER = new Set([401, 408, 425, 429]); // and every 5xx: what is not taken now may be taken later, as it is
const WRONG_KEY = 'wrong_token'; // a person's: no fault of the call

/** The call was not taken: keep it, and send the same again. */
export class NotTaken extends Error {}

/** The call will never be taken: `code` is one of docs/errors.md. */
export class Refused extends Error {
  constructor({ code, detail }) {
    super(`${detail} [${code}]`);
    this.code = code;
  }
}

export class Service {
  constructor(url, key) {
    this.url = url;
    this.key = key;
  }

  /** Send one CloudEvent. Sent again as it was, it is the same call. */
  tell(event) {
    const headers = { 'Content-Type': 'application/cloudevents+json' };
    return this.#call('/v1/hooks', { method: 'POST', headers, body: JSON.stringify(event) });
  }

  /** Return what waits for a case; `after` acknowledges all before it. Waits up to `seconds` for something to come. */
  deliveries(caseId, after, seconds) {
    return this.#call(`/v1/deliveries?${new URLSearchParams({ case: caseId, after, wait: seconds })}`, {});
  }

  async #call(path, { headers, ...request }) {
    const authorized = { ...headers, Authorization: `Bearer ${this.key}` };
    let response;
    let answer;
    try {
      response = await fetch(this.url + path, { ...request, headers: authorized, signal: AbortSignal.timeout(40_000) });
      answer = await response.json();
    } catch (error) {
      throw new NotTaken(`no answer from ${this.url}`, { cause: error });
    }
    if (response.ok) return answer;
    const later = LATER.has(response.status) || response.status >= 500 || answer.code === WRONG_KEY;
    throw later ? new NotTaken(`${answer.detail} [${answer.code}]`) : new Refused(answer);
  }
}
