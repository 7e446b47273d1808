// All that a page does for the widget: get a token from its own server, which knows who has signed in.
document.addEventListener("social-discussion-token", (event) => {
  const token = fetch("/widget-token", { method: "POST", body: JSON.stringify({ task: event.detail.task }) });
  event.detail.respondWith(token.then((answer) => (answer.ok ? answer.json() : null)));
});
