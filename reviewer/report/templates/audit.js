"use strict";
(() => {
  const form = document.getElementById("filter");
  const list = document.querySelector(".entries");
  const entries = [...list.children];
  const shown = document.getElementById("shown");
  const words = document.getElementById("words");
  const order = document.getElementById("order");
  const app = document.getElementById("app");
  const texts = new Map(entries.map((entry) => [entry, entry.textContent.toLowerCase()]));

  const chosen = (name) =>
    new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

  const place = new Map(entries.map((entry, at) => [entry, at]));

  const compare = {
    "": (a, b) => place.get(a) - place.get(b),
    where: (a, b) => a.dataset.where.localeCompare(b.dataset.where),
    route: (a, b) => Number(a.dataset.route) - Number(b.dataset.route),
  };

  const filter = () => {
    const states = chosen("state");
    const kinds = chosen("kind");
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const entry of entries) {
      const { state, kind } = entry.dataset;
      const fits =
        states.has(state) &&
        kinds.has(kind) &&
        (!app || !app.value || app.value === entry.dataset.app) &&
        wanted.every((word) => texts.get(entry).includes(word));
      entry.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} of ${entries.length} shown`;
  };

  const sort = () => list.append(...[...entries].sort(compare[order.value]));

  form.hidden = false;
  form.addEventListener("input", filter);
  order.addEventListener("change", sort);
  form.addEventListener("submit", (event) => event.preventDefault());
  // Escape closes the entry that holds the focus, as it closes whatever else unfolds.
  list.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest("details[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  });
  filter();
})();
