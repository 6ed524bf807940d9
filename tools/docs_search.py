"""Hook of mkdocs: cut the Chinese in the site's search index into words.

Chinese has no blanks between words, so without this a search would find a word only where it begins a
sentence. The theme does the same with jieba where that is installed; rjieba is here already.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import rjieba
from mkdocs.plugins import event_priority

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_BETWEEN = "\u200b"  # no width; the theme's search splits here


def cut(text: str) -> str:
    """The text with an invisible mark between the words of its Chinese parts."""
    plain = text.replace(_BETWEEN, "")
    return _HAN.sub(lambda run: _BETWEEN + _BETWEEN.join(rjieba.cut(run.group())) + _BETWEEN, plain).strip(_BETWEEN)


@event_priority(-1000)  # after the theme has written the index
def on_post_build(config: Any, **_: Any) -> None:
    """Called by mkdocs once for each language; cutting twice changes nothing."""
    path = Path(config["site_dir"]) / "search" / "search_index.json"
    if not path.is_file():
        return
    index = json.loads(path.read_text(encoding="utf-8"))
    for entry in index["docs"]:
        entry["title"], entry["text"] = cut(entry["title"]), cut(entry["text"])
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
