/** What both pages do. */

export function byId(id) {
  return document.getElementById(id);
}

/** Say what went wrong; with nothing to say, say nothing any more. */
export function complain(text) {
  byId('message').textContent = text;
  byId('message').hidden = !text;
}

export async function fetched(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

/** Take a file that is dropped anywhere. */
export function droppable(target, take) {
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files');
  target.addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    target.classList.add('dropping');
  });
  target.addEventListener('dragleave', ({ relatedTarget }) => relatedTarget || target.classList.remove('dropping'));
  target.addEventListener('drop', (event) => {
    target.classList.remove('dropping');
    if (!carriesFile(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

const MARGIN = 30; // pixels around a diagram

/** Show the whole diagram, not larger than it is drawn, beside what covers so many pixels at the left. */
export function fit(canvas, covered = 0) {
  canvas.zoom('fit-viewport', 'auto');
  const { inner, outer } = canvas.viewbox();
  if (!inner.width) return;
  const room = { width: outer.width - covered - 2 * MARGIN, height: outer.height - 2 * MARGIN };
  const scale = Math.min(1, room.width / inner.width, room.height / inner.height);
  const size = { width: outer.width / scale, height: outer.height / scale };
  const beside = covered / scale + (size.width - covered / scale - inner.width) / 2;
  canvas.viewbox({ x: inner.x - beside, y: inner.y - (size.height - inner.height) / 2, ...size });
}
