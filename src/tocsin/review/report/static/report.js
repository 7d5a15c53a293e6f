"use strict";
(() => {
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const items = [...document.querySelectorAll("[data-f]")];
  const groups = [...document.querySelectorAll(".year, .pile")];
  const words = new Map();
  const pickers = [...form.querySelectorAll("[data-by]")];
  const [query, from, to] = ["q", "from", "to"].map((id) => document.getElementById(id));
  const textOf = (item) => {
    if (!words.has(item)) words.set(item, item.textContent.toLowerCase());
    return words.get(item);
  };
  const fits = (item, picked, sought) =>
    picked.every(([name, value]) => ` ${item.dataset[name] || ""} `.includes(` ${value} `)) &&
    (!from.value || item.dataset.t >= from.value) &&
    (!to.value || item.dataset.f <= to.value) &&
    sought.every((word) => textOf(item).includes(word));
  const count = (selector, name) => {
    const all = items.filter((item) => item.matches(selector));
    return `${all.filter((item) => !item.hidden).length} of ${all.length} ${name}`;
  };
  const apply = () => {
    const picked = pickers.map((p) => [p.dataset.by, p.value]).filter(([, value]) => value);
    const sought = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const item of items) {
      const hide = !fits(item, picked, sought);
      if (item.hidden !== hide) item.hidden = hide;
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-f]:not([hidden])");
    const active = picked.length || sought.length || from.value || to.value;
    document.body.classList.toggle("filtered", Boolean(active));
    shown.textContent = active
      ? `Showing ${count(".chron tr", "events")} and ${count(".concern", "concerns")}. Page one still counts everything.`
      : "";
  };
  const unfold = (target) => {
    const folded = target && target.querySelector(":scope > details");
    if (folded) folded.open = true;
  };
  let waiting = 0;
  form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  form.addEventListener("reset", () => setTimeout(apply, 0));
  form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (target && target.closest("[hidden]")) { form.reset(); apply(); }
    unfold(target);
  });
  unfold(document.getElementById(location.hash.slice(1)));
  if (innerWidth < 736) for (const box of document.querySelectorAll("#timeline .picture, #seen .picture")) box.scrollLeft = box.scrollWidth;
  form.hidden = false;
})();
