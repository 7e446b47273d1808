// Where a task is: the diagram is fetched, with what draws it, when somebody looks. Without this file there are the words.
(() => {
  "use strict";
  const VENDOR = "/modeler/vendor/bpmn-js/";

  const loaded = (node) =>
    new Promise((resolve, reject) => {
      node.onload = resolve;
      node.onerror = reject;
      document.head.append(node);
    });

  const viewer = () =>
    window.BpmnJS
      ? Promise.resolve()
      : Promise.all([
          loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${VENDOR}diagram-js.css` })),
          loaded(Object.assign(document.createElement("script"), { src: `${VENDOR}bpmn-navigated-viewer.production.min.js` })),
        ]);

  const mark = (drawn, element, here) => {
    const canvas = drawn.get("canvas");
    const sign = document.createElement("b");
    sign.className = "here";
    sign.textContent = here;
    canvas.addMarker(element, "is-here");
    drawn.get("overlays").add(element, { position: { top: -14, left: 6 }, html: sign });
    canvas.zoom("fit-viewport", "auto");
    canvas.scrollToElement(element, 20);
  };

  const draw = async (box) => {
    if (box.dataset.drawn) return;
    box.dataset.drawn = "begun";
    const [answer] = await Promise.all([fetch(box.dataset.place), viewer()]);
    if (!answer.ok) return;
    const place = await answer.json();
    box.hidden = false;
    const drawn = new window.BpmnJS({ container: box });
    await drawn.importXML(place.xml);
    mark(drawn, place.element_id, box.dataset.here);
    box.dataset.drawn = "done";
  };

  const look = () => document.querySelectorAll(".diagram").forEach((box) => draw(box).catch(() => (box.hidden = true)));

  document.addEventListener("htmx:afterSettle", look);
  look();
})();
