// Live: the region of a page that shows what happens is fetched anew when the service says that something did.
// What somebody is writing stands outside of it. Without this file every page works, and shows what is there on a reload.
(() => {
  "use strict";
  const region = () => document.getElementById("live");
  let source = null;
  let waiting = 0;

  const refresh = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => region() && htmx.trigger(region(), "news"), 30);
  };

  const follow = () => {
    if (source || document.hidden || !region() || !window.EventSource) return;
    source = new EventSource(region().dataset.stream);
    for (const kind of ["ready", "reset", "fact"]) source.addEventListener(kind, refresh);
    source.addEventListener("error", () => {
      if (source && source.readyState === EventSource.CLOSED) refresh(); // refused: what may be seen is asked anew
    });
  };

  const rest = () => {
    if (source) source.close();
    source = null;
  };

  // A window that nobody looks at holds no connection: browsers have few of them for one place.
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : follow()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", follow);

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "live") return;
    const say = document.getElementById("say");
    if (say) say.hidden = "over" in region().dataset;
    const said = document.getElementById("said");
    said.textContent = "";
    setTimeout(() => (said.textContent = said.dataset.changed), 50);
  });
  // Gone, ended or signed out: the whole page is another one now, and says so itself.
  document.addEventListener("htmx:responseError", () => location.reload());
})();
