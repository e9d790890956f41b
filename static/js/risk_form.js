// Conveniences on the page of one risk point; the page works without them.
(() => {
  "use strict";

  const form = document.getElementById("point-form");
  if (!form) return;

  // --- measures: add a blank one, take a new one away again, without asking the server
  const total = form.querySelector("[name=measures-TOTAL_FORMS]");
  const most = Number(form.querySelector("[name=measures-MAX_NUM_FORMS]")?.value || 30);
  const pattern = form.querySelector("[data-measure-pattern]");
  const button = form.querySelector("[data-add-measure]");

  const add = (event) => {
    const number = Number(total.value);
    if (!pattern || number >= most) return;
    event.preventDefault();
    const html = pattern.innerHTML.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
    button.insertAdjacentHTML("beforebegin", html);
    total.value = number + 1;
    button.previousElementSibling.querySelector("textarea").focus();
  };
  button?.addEventListener("click", add);

  const remove = (event) => {
    const box = event.target;
    if (!box.matches?.("[name$=-DELETE]")) return;
    box.closest("[data-measure]").classList.toggle("measure--going", box.checked);
  };
  form.addEventListener("change", remove);

  // --- what is on its way is let arrive before the page is left: an autosave may be the one that
  // makes the row. Once it is being left, nothing more is sent.
  let underway = 0;
  let waiting = null;
  let leaving = false;
  const ours = (event) => (event.detail.requestConfig?.elt ?? event.target).matches?.("[data-autosave], [data-preview]");
  const goOn = () => {
    if (underway > 0 || !waiting) return;
    const submitter = waiting;
    waiting = null;
    form.requestSubmit(submitter === form ? undefined : submitter);
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!ours(event)) return;
    if (leaving || waiting) event.preventDefault();
    else underway += 1;
  });
  document.addEventListener("htmx:afterSettle", () => goOn());
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ours(event)) return;
    underway = Math.max(0, underway - 1);
    window.setTimeout(goOn, 50);
  });
  form.addEventListener("submit", (event) => {
    leaving = underway === 0;
    if (leaving) return;
    event.preventDefault();
    waiting = event.submitter || form;
  });
  window.addEventListener("pageshow", () => { leaving = false; });
})();
