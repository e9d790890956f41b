// The stock admin leaves some fields without a name that a screen reader can read out.
(() => {
  "use strict";

  const named = (field) => field.labels?.length || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby");

  // In a table of rows the column's head names the field.
  const nameCells = (root) => root.querySelectorAll(".tabular td :is(input:not([type=hidden]), select, textarea)").forEach((field) => {
    if (named(field)) return;
    const cell = field.closest("td");
    const head = cell.closest("table").tHead?.rows[0]?.cells;
    const text = head && [...head][cell.cellIndex - (head.length < cell.parentElement.cells.length ? 1 : 0)]?.textContent.trim();
    if (text) field.setAttribute("aria-label", text);
  });

  // What select2 draws in place of a select takes the name of that select.
  const nameChoosers = (root) => root.querySelectorAll(".select2-selection[role=combobox]").forEach((box) => {
    const select = box.closest(".select2-container").previousElementSibling;
    const name = select?.labels?.[0]?.textContent.trim().replace(/[:：]$/, "") || select?.getAttribute("aria-label");
    const shown = box.querySelector(".select2-selection__rendered");
    if (!name || !shown) return;
    shown.setAttribute("aria-label", name);
    box.setAttribute("aria-label", `${name}：${shown.textContent.trim()}`);
    box.removeAttribute("aria-labelledby");
  });

  const nameAll = () => { nameCells(document); nameChoosers(document); };
  // jQuery runs what waits for the page in order, and select2 has been waiting longer.
  const ready = window.django?.jQuery ?? ((act) => window.addEventListener("load", act));
  ready(nameAll);
  document.addEventListener("formset:added", nameAll);
  document.addEventListener("change", () => nameChoosers(document));
})();
