// Keeps the contact's page up to date: the time that is left, and what has become of it. Without it the page is whole.
"use strict";

const PARTS = ["due", "case", "acts", "echoes", "steps"];
const POLL = 3000; // milliseconds between two looks where events do not come through

const filled = (form, facts) => form.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

function words(timer, left) {
  const [d, h, m, s] = [Math.floor(left / 86400), Math.floor(left / 3600), Math.floor(left / 60), left];
  return d ? filled(timer.dataset.days, { d, h: h % 24, m: m % 60 }) : filled(timer.dataset.hours, { h, m: m % 60, s: s % 60 });
}

let began = performance.now();

function tick() {
  const timer = document.querySelector("[data-left]");
  if (!timer) return;
  const left = Number(timer.dataset.left) - Math.floor((performance.now() - began) / 1000);
  if (left > 0) timer.textContent = words(timer, left);
  else refresh();
}

// What somebody is writing stays; everything else is what the server says now.
function replaced(old, fresh) {
  if (old.dataset.part === "acts" && old.querySelector("details[open]") && !fresh.hidden) return false;
  return old.outerHTML !== fresh.outerHTML;
}

let asking = false;

async function refresh() {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.status >= 500) return;
    if (!answer.ok) return location.reload();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of PARTS) {
      const [old, fresh] = [document, page].map((one) => one.querySelector(`[data-part=${part}]`));
      if (replaced(old, fresh)) old.replaceWith(fresh);
    }
    began = performance.now();
  } catch {
    // No network: the next event, or the next look, tells.
  } finally {
    asking = false;
  }
}

const { events, mark } = document.body.dataset;
const stream = new EventSource(`${events}?seen=${mark}`);
stream.addEventListener("change", refresh);
setInterval(tick, 1000);
setInterval(() => {
  if (document.querySelector("[data-waiting]") && stream.readyState !== EventSource.OPEN) refresh();
}, POLL);

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file") return;
  const big = [...input.files].some((file) => file.size > Number(input.dataset.limit));
  input.setCustomValidity(big ? input.dataset.tooBig : "");
  input.reportValidity();
});

// A second tap while the first is on its way would be refused as the same; say that it is.
document.addEventListener("submit", ({ submitter }) => {
  if (!submitter) return;
  setTimeout(() => {
    submitter.disabled = true;
    if (submitter.dataset.busy) submitter.textContent = submitter.dataset.busy;
  });
});
window.addEventListener("pageshow", () => document.querySelectorAll("button:disabled").forEach((one) => { one.disabled = false; }));

// A button in a message may lead to one of the forms.
document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
