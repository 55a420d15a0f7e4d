// Puts what /events sends into the page: changed texts, counters and rows, never a whole list. Works without: reload.
"use strict";

(() => {
  const { page, seen, on, off, away } = document.body.dataset;
  const live = document.getElementById("live");
  const calm = 10000; // ms between two sentences for those who listen to the page
  let lastSaid = 0;
  let waiting = 0;

  const status = (name, text) => {
    if (live.dataset.state === name) return;
    live.dataset.state = name;
    live.firstElementChild.textContent = text;
  };

  const summarise = (node, text) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      lastSaid = Date.now();
      node.textContent = text;
    }, Math.max(0, lastSaid + calm - Date.now()));
  };

  const write = (name, text) => {
    const node = document.querySelector(`[data-text="${name}"]`);
    if (name === "summary") summarise(node, text);
    else node.textContent = text;
  };

  const flash = (node) => {
    node.classList.add("fresh");
    node.addEventListener("animationend", () => node.classList.remove("fresh"), { once: true });
  };

  const count = (tile) => {
    const node = document.querySelector(`[data-tile="${tile.name}"]`);
    node.className = `tile ${tile.tone}`;
    node.querySelector("dt").textContent = tile.label;
    node.querySelector("small").textContent = tile.note;
    const value = node.querySelector("b");
    if (value.textContent === tile.value) return;
    value.textContent = tile.value;
    flash(node);
  };

  const parsed = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.firstElementChild;
  };

  const replace = (old, row) => {
    const focused = old.contains(document.activeElement);
    old.replaceWith(row);
    if (focused) row.querySelector("a")?.focus({ preventScroll: true });
    if (old.className !== row.className) flash(row);
  };

  const list = (name, { rows = {}, order }) => {
    const parent = document.querySelector(`[data-list="${name}"]`);
    const known = new Map([...parent.children].map((row) => [row.dataset.id, row]));
    for (const [id, html] of Object.entries(rows)) {
      const row = parsed(html);
      if (known.has(id)) replace(known.get(id), row);
      else if (known.size) flash(row);
      known.set(id, row);
    }
    if (!order) return;
    const wanted = new Set(order);
    for (const [id, row] of known) if (!wanted.has(id)) row.remove();
    let next = parent.firstElementChild;
    for (const id of order) {
      const row = known.get(id);
      if (row === next) next = next.nextElementSibling;
      else parent.insertBefore(row, next);
    }
  };

  const stream = new EventSource(`events?page=${page}&seen=${encodeURIComponent(seen)}`);
  stream.addEventListener("open", () => status("on", on));
  stream.addEventListener("error", () => status("off", off));
  stream.addEventListener("alive", () => status("on", on));
  stream.addEventListener("away", () => status("away", away));
  stream.addEventListener("change", ({ data }) => {
    const change = JSON.parse(data);
    status("on", on);
    Object.entries(change.texts).forEach(([name, text]) => write(name, text));
    change.tiles.forEach(count);
    Object.entries(change.lists).forEach(([name, what]) => list(name, what));
  });
})();
