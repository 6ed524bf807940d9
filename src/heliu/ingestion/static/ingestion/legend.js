// The legend of a page's text: a kind that is unticked is no longer marked, and no longer stopped at with the keyboard.
document.addEventListener("change", (event) => {
  const kind = event.target.dataset && event.target.dataset.kind;
  if (!kind) return;
  const on = event.target.checked;
  for (const mark of document.querySelectorAll(`.page-body-text .m-${kind}, .page-body-text .s-${kind}`)) {
    mark.classList.toggle("off", !on);
    if (mark.tagName === "A") mark.tabIndex = on ? 0 : -1;
  }
});
// A mark leads to its row, whose group may be folded.
function unfold() {
  const row = location.hash.startsWith("#mention-") && document.getElementById(location.hash.slice(1));
  const group = row && row.closest("details");
  if (group && !group.open) {
    group.open = true;
    row.scrollIntoView();
  }
}
window.addEventListener("hashchange", unfold);
unfold();
