/** Elements of HTML, made in one call. Text is text: nothing here parses markup. */

export function html(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== undefined) made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

export function button(text, onclick, attributes = {}) {
  return html('button', { type: 'button', onclick, ...attributes }, text);
}
