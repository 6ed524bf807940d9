// Adds an empty row to a part of a record's form. Without it, saving makes room for one more row.
for (const part of document.querySelectorAll("[data-rows]")) {
  const total = part.querySelector(`[name="${part.dataset.rows}-TOTAL_FORMS"]`);
  const button = part.querySelector("[data-rows-add]");
  const list = part.querySelector("[data-rows-list]");
  const template = part.querySelector("template");
  button.hidden = false;
  button.addEventListener("click", () => {
    list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__prefix__", total.value));
    total.value = Number(total.value) + 1;
    list.lastElementChild.querySelector("select, input:not([type=hidden]), textarea").focus();
  });
}
