// Conveniences on top of pages that work without them. No page needs this file.
(() => {
  "use strict";

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // --- errors: put the reader where the list of them is, and from there to the field
  const focusErrors = (root) => {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) {
      summary.focus();
      document.title = document.title.startsWith("请补充：") ? document.title : `请补充：${document.title}`;
    }
  };
  const focusField = (link) => {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return false;
    for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
    return true;
  };

  // --- saving by keyboard: Ctrl+S on form[data-save-form], Ctrl+Enter where marked
  const submitBy = (form, selector) => {
    const button = form.querySelector(selector) || form.querySelector("[type=submit]:not([formnovalidate])");
    if (button) button.click();
    else form.requestSubmit();
  };
  const onKey = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "s" && !event.shiftKey) {
      const form = event.target.closest?.("form[data-save-form]") || document.querySelector("form[data-save-form]");
      if (!form) return;
      event.preventDefault();
      submitBy(form, "[data-save]");
    }
    if (event.key === "Enter") {
      const form = event.target.closest?.("form[data-ctrl-enter]");
      if (!form) return;
      event.preventDefault();
      submitBy(form, "[data-submit]");
    }
  };

  // --- one click, one effect: the server guards, this only spares the second request
  const busy = (form, submitter) => {
    if (form.dataset.sent) return false;
    form.dataset.sent = "1";
    if (submitter) {
      submitter.dataset.busy = "1";
      submitter.setAttribute("aria-disabled", "true");
    }
    return true;
  };
  const rest = () => {
    all("form[data-sent]").forEach((form) => delete form.dataset.sent);
    all("[data-busy]").forEach((button) => {
      delete button.dataset.busy;
      button.removeAttribute("aria-disabled");
    });
  };

  // --- leaving with unsaved words
  let dirty = false;
  const state = (text, failed) => {
    const line = document.getElementById("saved-at");
    if (!line) return;
    line.classList.toggle("saved-at--failed", Boolean(failed));
    line.textContent = text;
  };
  const onInput = (event) => {
    if (!event.target.form?.matches("[data-save-form], [data-unsaved]")) return;
    dirty = true;
    state("有改动，还没有保存");
  };

  // --- copying
  const copy = async (button) => {
    const source = document.querySelector(button.dataset.copy);
    const text = source ? source.value ?? source.innerText : "";
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(source);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      document.execCommand("copy");
    }
    const label = button.innerHTML;
    button.textContent = "已复制";
    window.setTimeout(() => { button.innerHTML = label; }, 1600);
  };

  // --- clicks
  const onClick = (event) => {
    const target = event.target;
    const link = target.closest("[data-error-summary] a[href^='#']");
    if (link && focusField(link)) event.preventDefault();
    const copier = target.closest("[data-copy]");
    if (copier) copy(copier);
    const opener = target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (target.closest("[data-dialog-close]")) target.closest("dialog").close();
    if (target.closest("[data-print]")) window.print();
    all("details[data-popover][open]").forEach((box) => { if (!box.contains(target)) box.open = false; });
  };

  // --- files
  const showName = (input) => {
    const line = input.closest("[data-file-drop]")?.querySelector("[data-file-name]");
    if (line) line.textContent = [...input.files].map((file) => file.name).join("、");
  };
  const wireDrops = () => all("[data-file-drop]").forEach((box) => {
    const input = box.querySelector("input[type=file]");
    const over = (on) => (event) => { event.preventDefault(); box.classList.toggle("file-drop--over", on); };
    box.addEventListener("dragover", over(true));
    box.addEventListener("dragleave", over(false));
    box.addEventListener("drop", (event) => {
      over(false)(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });

  document.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all("details[data-popover][open]").forEach((box) => { box.open = false; box.querySelector("summary").focus(); });
  });
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("change", (event) => { if (event.target.type === "file") showName(event.target); });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    dirty = false;
    const form = event.target;
    if (form.method === "post" && !form.hasAttribute("data-many") && !busy(form, event.submitter)) event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  window.addEventListener("pageshow", rest);

  // --- htmx: say what became of the saving
  const SAVING = {
    0: "网络断开了，还没有保存。已写的内容仍在本页，网络恢复后再按“保存”。",
    409: "没有覆盖别人刚保存的内容，请看页面上的对照。",
    422: "还有几处需要补充，请看页面上方的提示。",
  };
  const NOT_SAVED = "还没有保存成功，请稍后再试，已写的内容仍在本页。";
  const SIGNED_OUT = "登录已过期，还没有保存。请另开一个窗口重新登录，再回到本页保存。";
  const signedOut = (xhr) => new URL(xhr.responseURL || location.href).pathname.startsWith("/sign-in");
  const asking = (event) => event.detail.requestConfig?.elt || event.target;
  const inSaveForm = (event) => asking(event).closest?.("[data-save-form]");
  // What only shows the typed words in another way has not saved them.
  const saves = (event) => inSaveForm(event) && !asking(event).closest("[data-shows-only]");

  document.addEventListener("htmx:beforeRequest", (event) => { if (saves(event)) state("正在保存…"); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!signedOut(event.detail.xhr)) return;
    event.detail.shouldSwap = false;
    if (inSaveForm(event)) state(SIGNED_OUT, true);
    else location.reload();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    rest();
    if (!saves(event)) return;
    const { xhr, successful } = event.detail;
    if (successful && !signedOut(xhr)) dirty = false;
    else if (!successful) state(SAVING[xhr.status] || NOT_SAVED, true);
  });
  document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));

  // --- what the reader has opened stays open where it is drawn again
  let opened = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    opened = all("details[id][open]", event.detail.target).map((box) => box.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    opened.map((id) => document.getElementById(id)).forEach((box) => { if (box) box.open = true; });
  });

  // --- a menu longer than the window shows where one is; the page itself does not move
  const showHere = () => {
    const link = document.querySelector(".sidebar [aria-current]");
    if (!link) return;
    const [menu, here] = [link.closest("nav"), link.getBoundingClientRect()];
    const seen = menu.getBoundingClientRect();
    if (here.top < seen.top || here.bottom > seen.bottom) menu.scrollTop += here.top - seen.top - seen.height / 2;
  };

  const start = () => { focusErrors(document); wireDrops(); showHere(); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
