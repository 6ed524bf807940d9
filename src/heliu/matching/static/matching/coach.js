// Beside a text that is being written: asks the coach to read it, shows places in it, puts suggestions in, takes them out.
for (const coach of document.querySelectorAll("[data-coach]")) {
  const form = coach.closest("form");
  const said = coach.querySelector("[data-coach-said]");
  const rows = coach.querySelector("[data-coach-undo]");
  const reads = coach.dataset.coach.split(" ");
  const insertions = [];
  const field = (name) => form.elements[name];

  const told = (event) => {
    if (!reads.includes(event.target.name)) return;
    follow(event.target);
    if (!event.isComposing) said.dispatchEvent(new Event("coach:read"));
  };
  form.addEventListener("input", told);
  form.addEventListener("compositionend", told);

  // The server counts code points, the browser units of UTF-16.
  const units = (text, points) => Array.from(text).slice(0, points).join("").length;

  // Keeps the places of insertions while other text is written before or behind them.
  const follow = (box) => {
    for (const each of insertions.filter((one) => one.box === box)) {
      const [old, now] = [each.value, box.value];
      let start = 0;
      while (start < Math.min(old.length, now.length) && old[start] === now[start]) start++;
      let end = 0;
      while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end++;
      const moved = now.length - old.length;
      if (old.length - end <= each.start) each.start += moved;
      each.value = now;
    }
  };

  const takesText = (box) => box.type !== "number" && box.type !== "date";

  const write = (box, value, start, end) => {
    box.value = value;
    box.focus();
    if (takesText(box)) box.setSelectionRange(start, end);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Text goes to the end of what is there; a number or a date takes its place.
  const put = (box, text) => {
    const held = box.value;
    const whole = !takesText(box);
    const added = (whole || !held || held.endsWith("\n") ? "" : box.rows ? "\n" : " ") + text;
    const value = whole ? added : held + added;
    const each = { box, start: whole ? 0 : held.length, text: added, instead: whole ? held : "", value };
    const blank = added.indexOf(coach.dataset.blank);
    const place = blank < 0 ? value.length : each.start + blank;
    write(box, value, place, blank < 0 ? place : place + coach.dataset.blank.length);
    insertions.push(each);
    offer(each, text);
  };

  const offer = (each, text) => {
    const row = coach.querySelector("[data-coach-undo-row]").content.firstElementChild.cloneNode(true);
    row.querySelector("q").textContent = text;
    const button = row.querySelector("button");
    button.addEventListener("click", () => {
      const held = each.box.value;
      const only = held.indexOf(each.text) === held.lastIndexOf(each.text);
      if (!held.startsWith(each.text, each.start) && only) each.start = held.indexOf(each.text);
      if (each.start < 0 || !held.startsWith(each.text, each.start)) {
        each.box.focus();
        button.replaceWith(rows.dataset.changed);
        return;
      }
      insertions.splice(insertions.indexOf(each), 1);
      write(each.box, held.slice(0, each.start) + each.instead + held.slice(each.start + each.text.length), each.start, each.start);
      row.remove();
    });
    rows.append(row);
  };

  coach.addEventListener("click", (event) => {
    const chip = event.target.closest("[data-coach-chip]");
    // Where a keyboard would rise over the page, the quote below the chip is enough.
    if (chip && event.detail && !chip.parentElement.open && matchMedia("(pointer: fine)").matches) {
      chip.parentElement.querySelector("[data-coach-show]")?.click();
    }
    const button = event.target.closest("button[data-coach-show], button[data-coach-insert], button[data-coach-into]");
    if (!button) return;
    const { coachShow, coachInsert, coachInto, start, end, text } = button.dataset;
    const box = field(coachShow || coachInsert || coachInto);
    if (!box) return;
    const answer = "answer" in button.dataset ? button.parentElement.querySelector("textarea") : null;
    if (!coachShow) put(box, text + (answer?.value.trim() ?? ""));
    if (answer) answer.value = "";
    if (answer?.closest("[data-coach-kept]")) answer.closest("[data-coach-answer]").remove();
    if (!coachShow) return;
    const held = box.value;
    box.focus();
    box.setSelectionRange(units(held, Number(start)), units(held, Number(end)));
  });

  // What stands open stays open when the coach has read anew, and an answer that is begun stays where it was.
  const kept = [];
  let [open, focused] = [[], null];
  coach.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target !== said) return;
    open = Array.from(said.querySelectorAll("details[open]"), (part) => part.id);
    focused = coach.contains(document.activeElement) ? document.activeElement : null;
    for (const answer of coach.querySelectorAll("[data-coach-answer]")) {
      if (!answer.querySelector("textarea").value && !answer.querySelector("[data-wording] > *")) continue;
      kept.push(answer);
      answer.remove();
    }
  });
  coach.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== said) return;
    for (const part of said.querySelectorAll("details")) part.open ||= open.includes(part.id);
    for (const answer of kept.splice(0)) {
      const now = said.querySelector(`[data-coach-answer="${answer.dataset.coachAnswer}"]`);
      if (now) now.replaceWith(answer);
      else coach.querySelector("[data-coach-kept]").append(answer);
    }
    if (focused?.isConnected) focused.focus();
  });
  coach.classList.add("coach-live");
}
