// Suggested wordings: sends what is needed and nothing else, and puts a wording into the text only when asked to.
(() => {
  const byId = (ids) => ids.split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)).filter(Boolean);

  const show = (root) => root.querySelectorAll?.("[data-drafting]").forEach((part) => { part.hidden = false; });
  show(document);
  document.addEventListener("htmx:load", (event) => {
    show(event.detail.elt);
    if (event.detail.elt.matches?.("[data-drafting]")) event.detail.elt.hidden = false;
  });

  document.addEventListener("htmx:configRequest", (event) => {
    const part = event.detail.elt.closest("[data-drafting]");
    if (!part) return;
    const [area] = byId(part.dataset.area);
    const tier = area?.form?.querySelector("[name=tier]:checked, select[name=tier], [name=tier][type=hidden]");
    const fields = {
      text: byId(part.dataset.text).map((field) => field.value.trim()).filter(Boolean).join("\n"),
      element: event.detail.elt.dataset.element,
      answer: byId(part.dataset.answer)[0]?.value ?? "",
      lang: (area?.lang || document.documentElement.lang).startsWith("en") ? "en" : "zh",
      tier: tier?.value ?? "",
      demand: event.detail.elt.dataset.demand,
    };
    for (const [name, value] of Object.entries(fields)) event.detail.parameters[name] = value;
  });

  // A refusal has a status of its own and a sentence for the person; htmx alone would drop it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.matches("[data-wording]") && event.detail.xhr.responseText.includes("wording-refused")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  const write = (area, value) => {
    area.value = value;
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-wording-use], [data-wording-undo], [data-wording-discard]");
    const part = button?.closest("[data-drafting]");
    if (!part) return;
    const box = button.closest("[data-wording]");
    const [area] = byId(part.dataset.area);
    const [use, undo] = ["use", "undo"].map((name) => box.querySelector(`[data-wording-${name}]`));
    if (button.hasAttribute("data-wording-discard")) {
      box.replaceChildren();
      part.querySelector("[hx-post]").focus();
    } else if (button === use) {
      const wording = box.querySelector("[data-wording-text]").textContent;
      const before = area.value;
      const start = before.trim() ? before.trimEnd().length + 1 : 0;
      box.before = { old: before, made: before.trim() ? `${before.trimEnd()}\n${wording}` : wording };
      write(area, box.before.made);
      const gap = wording.indexOf("＿＿");
      if (gap >= 0) area.setSelectionRange(start + gap, start + gap + 2);
      [use.hidden, undo.hidden] = [true, false];
    } else if (area.value === box.before.made) {
      write(area, box.before.old);
      [use.hidden, undo.hidden] = [false, true];
    } else {
      // What was written since is not lost: only the wording goes, where it still stands as it was.
      const wording = box.querySelector("[data-wording-text]").textContent;
      write(area, area.value.replace(`\n${wording}`, "").replace(wording, ""));
      [use.hidden, undo.hidden] = [false, true];
    }
  });
})();
