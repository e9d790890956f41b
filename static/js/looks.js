// Remembers, in this browser and nowhere else, how its reader likes the public site to look.
// The looks themselves are style sheets: without this file a tick lasts as long as the page.
(() => {
  const KEY = "looks";
  const inputs = [...document.querySelectorAll("[data-look]")];

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(KEY)) || [];
    } catch {
      return []; // no store, or somebody else's words in it
    }
  };

  const keep = (chosen) => {
    try {
      if (chosen.length) localStorage.setItem(KEY, JSON.stringify(chosen));
      else localStorage.removeItem(KEY);
    } catch {
      // a browser that keeps nothing is its reader's choice
    }
  };

  const kept = read();
  for (const input of inputs) if (kept.includes(input.dataset.look)) input.checked = true;
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-look]")) return;
    keep(inputs.filter((input) => input.checked && input.dataset.look).map((input) => input.dataset.look));
  });
})();
