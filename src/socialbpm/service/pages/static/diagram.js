// Diagrams: fetched, with what draws them, when somebody looks. Where one is (`data-place`), or where help is asked for
// (`data-heat`). Without this file there are words, a table and a still picture.
(() => {
  "use strict";
  const MODELER = "/modeler/";
  const VENDOR = `${MODELER}vendor/bpmn-js/`;

  const loaded = (node) =>
    new Promise((resolve, reject) => {
      node.onload = resolve;
      node.onerror = reject;
      document.head.append(node);
    });

  const styles = (href) => loaded(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));

  const viewer = () =>
    window.BpmnJS
      ? Promise.resolve()
      : Promise.all([
          styles(`${VENDOR}diagram-js.css`),
          loaded(Object.assign(document.createElement("script"), { src: `${VENDOR}bpmn-navigated-viewer.production.min.js` })),
        ]);

  const fetched = async (address) => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    return answer.json();
  };

  const opened = async (box, xml, additionalModules) => {
    box.hidden = false;
    const drawn = new window.BpmnJS({ container: box, additionalModules });
    await drawn.importXML(xml);
    drawn.get("canvas").zoom("fit-viewport", "auto");
    return drawn;
  };

  const place = async (box) => {
    const [found] = await Promise.all([fetched(box.dataset.place), viewer()]);
    const drawn = await opened(box, found.xml, []);
    const canvas = drawn.get("canvas");
    const sign = document.createElement("b");
    sign.className = "here";
    sign.textContent = box.dataset.here;
    canvas.addMarker(found.element_id, "is-here");
    drawn.get("overlays").add(found.element_id, { position: { top: -14, left: 6 }, html: sign });
    canvas.scrollToElement(found.element_id, 20);
  };

  const heat = async (box) => {
    const [process, figures, { heatModule, told }] = await Promise.all([
      fetched(`${box.dataset.heat}/diagram`),
      fetched(`${box.dataset.heat}/heat`),
      import(`${MODELER}bpmn-js/lib/heat.js`),
      styles(`${MODELER}bpmn-js/social.css`),
      viewer(),
    ]);
    const drawn = await opened(box, process.xml, [heatModule]);
    const { asked, parts } = box.dataset;
    drawn.get("socialHeat").show(Object.fromEntries(figures.tasks.map((task) => [task.element_id, task])), {
      asked: (figure) => asked.replace("{asked}", told(figure.asked)),
      parts: (figure) => parts.replace("{solved}", told(figure.solved)).replace("{widened}", told(figure.widened)),
    });
  };

  const draw = async (box) => {
    if (box.dataset.drawn) return;
    box.dataset.drawn = "begun";
    await (box.dataset.heat ? heat(box) : place(box));
    box.dataset.drawn = "done";
  };

  const look = () => document.querySelectorAll(".diagram").forEach((box) => show(box));

  /** What stands in a `details` is drawn once that is open: a drawing needs a size. */
  const show = (box) => {
    const around = box.closest("details");
    if (around && !around.open) {
      around.hidden = false;
      around.addEventListener("toggle", () => show(box), { once: true });
      return;
    }
    draw(box).catch(() => (box.hidden = true));
  };

  document.addEventListener("htmx:afterSettle", look);
  look();
})();
