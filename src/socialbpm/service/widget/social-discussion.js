// <social-discussion task="…">: the discussion about a task, on a page of somebody else's (docs/widget.md).
//
// What it shows comes as trees of names, attributes and texts. It makes each element by its name, and never HTML of a
// text, so it works where Trusted Types are required, without a policy. Its styles are a constructed sheet, which needs
// no leave of a Content-Security-Policy either.

const HOME = new URL("./", import.meta.url);
const EARLY = 30; // seconds before its end that a token is renewed, or half of a short one's time
const AGAIN = 30_000; // milliseconds between two looks where nothing is followed
const NAMES = /^(section|article|header|footer|div|span|p|b|em|strong|s|h[2-5]|dl|dt|dd|ul|ol|li|a|br|hr|code|pre|blockquote|table|thead|tbody|tr|th|td|time|form|label|textarea|button|input|select|option|fieldset|legend|details|summary)$/;
const ATTRIBUTES = /^(id|class|part|for|name|type|value|rows|maxlength|required|checked|selected|hidden|href|target|rel|datetime|lang|role|tabindex|start|open|aria-[a-z]+|data-[a-z]+)$/;
const LINKS = /^(https?|mailto):/i;
const WORDS = {
  en: { waits: "The discussion is being loaded.", failed: "The discussion cannot be reached just now.", gone: "There is nothing to discuss here.", retry: "Try again" },
  fr: { waits: "La discussion se charge.", failed: "La discussion n’est pas joignable pour le moment.", gone: "Il n’y a rien à discuter ici.", retry: "Réessayer" },
};

const STYLE = new CSSStyleSheet();
STYLE.replaceSync(`
:host { display: block; color: var(--social-ink, light-dark(#1d2433, #e8ebf2)); background: var(--social-paper, light-dark(#fff, #171b24));
  font: var(--social-font, 1rem/1.5 system-ui, sans-serif); border: 1px solid var(--social-line, light-dark(#cfd5e1, #39414f));
  border-radius: var(--social-radius, 8px); padding: 1em; overflow-wrap: anywhere }
:host([hidden]) { display: none }
* { box-sizing: border-box }
h2, h3, p, ol, ul, dl, fieldset { margin: 0; padding: 0 }
h2 { font-size: 1.15em } h3 { font-size: 1em } ul, ol.ladder { list-style: none }
#body > section + section { margin-top: .9em }
.head, header, .row { display: flex; flex-wrap: wrap; gap: .5em; align-items: baseline }
.head { justify-content: space-between }
form + form, details + form, .muted + form, p + .stack { margin-top: .5em }
.stack { display: grid; gap: .4em; justify-items: start }
.muted, time { color: var(--social-muted, light-dark(#566074, #a4adbd)); font-size: .9em }
.pill { font-size: .8em; font-weight: 600; border: 1px solid currentcolor; border-radius: 1em; padding: .05em .6em }
.post { border-inline-start: 3px solid var(--social-line, light-dark(#cfd5e1, #39414f)); padding: .2em 0 .2em .8em; margin-top: .8em }
.post.question, .post.accepted { border-color: var(--social-accent, light-dark(#2b50b8, #93b0ff)) }
.post.refused .words { opacity: .75 }
.words > * + * { margin-top: .5em } .words :is(ul, ol) { padding-inline-start: 1.4em; list-style: revert }
pre { overflow: auto } code { font-family: ui-monospace, monospace; font-size: .92em }
blockquote { margin: 0; padding-inline-start: .8em; border-inline-start: 2px solid currentcolor }
table { border-collapse: collapse } th, td { border: 1px solid; padding: .1em .5em; text-align: start }
.banner, .problem { background: var(--social-tint, light-dark(#eef3ff, #222b40)); border-radius: 6px; padding: .6em .8em }
.problem { border: 1px solid light-dark(#a4262c, #ff9a9e) }
textarea, select { width: 100%; max-width: 100%; font: inherit; color: inherit; padding: .4em .5em; border-radius: 6px;
  background: var(--social-paper, light-dark(#fff, #171b24)); border: 1px solid var(--social-muted, light-dark(#566074, #a4adbd)) }
fieldset { border: 0 } legend { float: inline-start; padding: 0 }
button { font: inherit; font-weight: 600; cursor: pointer; min-height: 2.2em; padding: .25em .9em; border-radius: 6px; border: 1px solid transparent;
  background: var(--social-accent, light-dark(#2b50b8, #93b0ff)); color: var(--social-on-accent, light-dark(#fff, #10131a)) }
button.second, button.quiet { background: none; color: var(--social-accent, light-dark(#2b50b8, #93b0ff)); border-color: currentcolor }
button.quiet { border-color: transparent; text-decoration: underline }
button[aria-disabled=true] { opacity: .6 }
a, summary { color: var(--social-accent, light-dark(#2b50b8, #93b0ff)) } summary { cursor: pointer; font-weight: 600; padding: .2em 0 }
:focus-visible { outline: 3px solid var(--social-accent, light-dark(#2b50b8, #93b0ff)); outline-offset: 2px }
.ladder { display: flex; flex-wrap: wrap; gap: .3em .5em; font-size: .9em }
.ladder:not(.ahead) li + li::before { content: "› "; content: "› " / "" }
.ladder .now { font-weight: 700 } .ladder.ahead { display: grid; gap: .7em }
.ladder.ahead > li { border-inline-start: 3px solid var(--social-line, light-dark(#cfd5e1, #39414f)); padding-inline-start: .8em }
.people li { display: flex; gap: .5em; align-items: center; margin: .2em 0 } .why { font-size: .9em }
.avatar { flex: none; width: 1.9em; height: 1.9em; border-radius: 50%; display: grid; place-items: center; font-size: .8em; font-weight: 700; border: 1px solid }
.fields div { display: flex; gap: .6em } dt { font-weight: 600 } dd { margin: 0 }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
a { display: inline-block; min-height: 24px; line-height: 24px } .words a { display: inline; line-height: inherit }
@media (forced-colors: active) { .post, button { border-color: currentcolor } }
`);

/** Make what the service describes: a text, or an element with what is in it. What is not named above is not made. */
function build(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const [name, attributes, inside] = node;
  const made = NAMES.test(name) ? document.createElement(name) : document.createDocumentFragment();
  if (made instanceof Element) {
    for (const [key, value] of Object.entries(attributes)) {
      if (ATTRIBUTES.test(key) && (key !== "href" || LINKS.test(value))) made.setAttribute(key, value);
    }
  }
  made.append(...inside.map(build));
  return made;
}

/** What somebody wrote or chose and has not sent: of the fields of a part, by their ids. */
function unsent(part) {
  const found = new Map();
  for (const field of part.querySelectorAll("textarea, select, input[type=radio]")) {
    if (field.localName === "textarea" && field.value !== field.defaultValue) found.set(field.id, { value: field.value });
    if (field.localName === "select" && !field.selectedOptions[0]?.defaultSelected) found.set(field.id, { value: field.value });
    if (field.type === "radio" && field.checked !== field.defaultChecked) found.set(field.id, { checked: field.checked });
  }
  for (const one of part.querySelectorAll("details[open]")) found.set(one.id, { open: true });
  return found;
}

class Refusal extends Error {
  constructor(status, says) {
    super(says || `refused: ${status}`);
    this.status = status;
    this.says = says;
  }
}

class SocialDiscussion extends HTMLElement {
  static observedAttributes = ["task", "lang"];

  #root = this.attachShadow({ mode: "open" });
  #body = document.createElement("div");
  #problem = document.createElement("div");
  #said = document.createElement("p");
  #parts = new Map(); // by id: how the service described it
  #token = "";
  #until = 0; // when the token ends, on this machine's clock
  #asked = null; // a token is on its way
  #following = null;
  #timer = 0;
  #renewal = 0;
  #loads = 0;
  #moved = false; // by whoever reads: they know what changed
  #seen = () => (document.hidden ? this.#rest() : this.#load());

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [STYLE];
    this.#body.id = "body";
    this.#said.className = "unseen";
    this.#said.setAttribute("role", "status");
    this.#problem.setAttribute("role", "alert");
    this.#root.append(this.#problem, this.#body, this.#said);
    this.#root.addEventListener("submit", (event) => this.#submit(event));
  }

  connectedCallback() {
    if (Object.hasOwn(this, "token")) { // set before this script was there
      const early = this.token;
      delete this.token;
      this.token = early;
    }
    document.addEventListener("visibilitychange", this.#seen);
    this.#start();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#seen);
    this.#rest();
  }

  attributeChangedCallback(name, before, after) {
    if (!this.isConnected || before === after) return;
    if (name === "task") this.#forget();
    this.#start();
  }

  /** The token, where the page gives it by itself; else `social-discussion-token` asks for one. It cannot be read. */
  set token(given) {
    this.#take(given);
    if (this.isConnected) this.#start();
  }

  get token() {
    return undefined;
  }

  /** The task that it is about. */
  get task() {
    return this.getAttribute("task") ?? "";
  }

  set task(value) {
    this.setAttribute("task", value);
  }

  get #language() {
    return this.closest("[lang]")?.getAttribute("lang") || navigator.language || "en";
  }

  get #words() {
    return WORDS[this.#language.slice(0, 2).toLowerCase()] ?? WORDS.en;
  }

  // --- tokens

  #forget() {
    this.#rest();
    this.#token = "";
    this.#asked = null;
    this.#parts.clear();
    this.#body.replaceChildren();
  }

  #take(given) {
    const { token, expires_at: until } = typeof given === "string" ? { token: given } : (given ?? {});
    this.#token = token ?? "";
    this.#lasts(until ? (Date.parse(until) - Date.now()) / 1000 : 60);
  }

  /** Ask for the next token before this one ends; the service says for how long it lasts, whatever the clock here says. */
  #lasts(seconds) {
    this.#until = Date.now() + seconds * 1000;
    clearTimeout(this.#renewal);
    const early = Math.min(EARLY, seconds / 2);
    if (this.#token && !document.hidden) this.#renewal = setTimeout(() => this.#renew().catch(() => {}), (seconds - early) * 1000);
  }

  #renew() {
    this.#asked ??= this.#ask().finally(() => (this.#asked = null));
    return this.#asked;
  }

  async #ask() {
    let answer = null;
    const task = this.task;
    const detail = { task, respondWith: (given) => (answer = Promise.resolve(given)) };
    this.dispatchEvent(new CustomEvent("social-discussion-token", { bubbles: true, composed: true, detail }));
    const given = await answer;
    if (!given) throw new Refusal(401, "");
    if (task === this.task) this.#take(given);
  }

  // --- calls

  async #call(path, how = {}, again = true) {
    if (!this.#token || Date.now() > this.#until) await this.#renew();
    const url = new URL(path, HOME);
    url.searchParams.set("task", this.task);
    const headers = { Authorization: `Bearer ${this.#token}`, "Accept-Language": this.#language, ...how.headers };
    const answer = await fetch(url, { ...how, headers, credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    if (answer.status === 401 && again) {
      await this.#renew();
      return this.#call(path, how, false);
    }
    if (!answer.ok) {
      const problem = await answer.json().catch(() => ({}));
      throw new Refusal(answer.status, problem.says);
    }
    return answer;
  }

  #start() {
    if (!this.task) return;
    if (!this.#parts.size) this.#say(this.#words.waits);
    this.#load();
  }

  async #load() {
    const load = ++this.#loads;
    try {
      const said = await (await this.#call("discussion")).json();
      if (load === this.#loads) this.#show(said);
    } catch (error) {
      if (load === this.#loads) this.#fail(error);
    }
  }

  async #submit(event) {
    const form = event.target.closest("form[data-do]");
    if (!form) return;
    event.preventDefault();
    if (form.ariaBusy === "true") return;
    form.ariaBusy = "true";
    const body = JSON.stringify(Object.fromEntries(new FormData(form, event.submitter)));
    form.once ??= crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`; // sent again, it is done once
    const headers = { "Content-Type": "application/json", "Idempotency-Key": form.once };
    const load = ++this.#loads;
    try {
      const said = await (await this.#call(`discussion/${form.dataset.do}`, { method: "POST", body, headers })).json();
      form.reset();
      delete form.once;
      this.#moved = true;
      if (load === this.#loads) this.#show(said);
      else this.#load();
    } catch (error) {
      if (error instanceof Refusal) delete form.once;
      this.#fail(error, true);
    } finally {
      form.ariaBusy = null;
    }
  }

  // --- what is seen

  #show(said) {
    this.#problem.replaceChildren();
    this.#problem.className = "";
    this.#lasts(said.expires_in);
    this.#body.lang = said.language;
    const first = !this.#parts.size;
    const changed = this.#apply(said.parts);
    if (changed && !first && !this.#moved) this.#say(this.#root.getElementById("head").dataset.changed);
    // What somebody used to do it is gone: they go on at the top, unless they went elsewhere.
    if (this.#moved && document.activeElement === document.body) this.#root.getElementById("title")?.focus();
    this.#moved = false;
    if (first || changed) this.dispatchEvent(new CustomEvent("social-discussion-shown", { bubbles: true, composed: true, detail: { task: this.task } }));
    this.#follow(said.follows);
  }

  /** Put the parts in that are new or differ; what somebody is writing, and where they are, stays. */
  #apply(parts) {
    const active = this.#root.activeElement?.id;
    const ids = parts.map(([, attributes]) => attributes.id);
    let changed = false;
    for (const old of [...this.#body.children]) {
      if (ids.includes(old.id)) continue;
      old.remove();
      this.#parts.delete(old.id);
      changed = true;
    }
    parts.forEach((part, place) => {
      const id = ids[place];
      const described = JSON.stringify(part);
      if (this.#parts.get(id) === described) return;
      const old = this.#root.getElementById(id);
      const fresh = build(part);
      for (const [field, kept] of old ? unsent(old) : []) {
        const found = field && fresh.querySelector(`#${CSS.escape(field)}`);
        if (found) Object.assign(found, kept);
      }
      if (old) old.replaceWith(fresh);
      else this.#body.insertBefore(fresh, this.#body.children[place] ?? null);
      this.#parts.set(id, described);
      changed = true;
    });
    if (active && active !== this.#root.activeElement?.id) this.#root.getElementById(active)?.focus();
    return changed;
  }

  #say(text) {
    this.#said.textContent = "";
    setTimeout(() => (this.#said.textContent = text), 50);
  }

  /** Say what went wrong; what cannot be seen any more is not shown any more either. */
  #fail(error, mine = false) {
    const status = error instanceof Refusal ? error.status : 0;
    const gone = !mine && (status === 404 || status === 401);
    if (gone) {
      this.#parts.clear();
      this.#body.replaceChildren();
      this.#rest();
    }
    this.#said.textContent = "";
    const says = document.createElement("p");
    says.textContent = (mine && error.says) || (status === 404 ? this.#words.gone : this.#words.failed);
    const retry = document.createElement("button");
    retry.type = "button";
    retry.className = "second";
    retry.textContent = this.#words.retry;
    retry.addEventListener("click", () => this.#load());
    this.#problem.className = "problem";
    this.#problem.replaceChildren(says, ...(mine ? [] : [retry]));
    if (!gone && !mine) this.#later();
  }

  // --- live

  #later() {
    clearTimeout(this.#timer);
    if (this.isConnected && !document.hidden) this.#timer = setTimeout(() => this.#load(), AGAIN);
  }

  #rest() {
    clearTimeout(this.#timer);
    clearTimeout(this.#renewal);
    this.#following?.abort();
    this.#following = null;
  }

  /** Follow the discussion while somebody looks; where there is none yet, look again now and then. */
  #follow(wanted) {
    if (!wanted || document.hidden || !this.isConnected) {
      this.#following?.abort();
      this.#following = null;
      return this.#later();
    }
    if (this.#following) return;
    clearTimeout(this.#timer);
    const following = (this.#following = new AbortController());
    this.#read(following.signal)
      .catch(() => {})
      .finally(() => {
        if (this.#following !== following) return;
        this.#following = null; // it ended, or was cut: what may be seen is asked anew
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#load(), 1000);
      });
  }

  async #read(signal) {
    const answer = await this.#call("discussion/stream", { signal, headers: { Accept: "text/event-stream" } });
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    let ready = false;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const events = (rest + value).split(/\r?\n\r?\n/);
      rest = events.pop();
      // What happened before the first event was shown already, or is about to be.
      const told = events.some((event) => /^event: ?(fact|reset)/m.test(event)) || (!ready && events.length > 0);
      ready ||= events.length > 0;
      if (told) this.#load();
    }
  }
}

if (!customElements.get("social-discussion")) customElements.define("social-discussion", SocialDiscussion);
