"""Which language a text is in, by its script; enough to choose the right mean vector and partition."""

from __future__ import annotations

import re

from heliu_engine.text.scripts import HAN

_KANA = re.compile(r"[\u3041-\u30ff\uff66-\uff9f]")
_HAN = re.compile(f"[{HAN}\uf900-\ufaff]")
_LATIN_WORD = re.compile(r"[a-zA-ZÀ-ɏ]{2,}")
_OTHERS = {
    "ko": re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "el": re.compile(r"[\u0370-\u03ff]{2,}"),
    "th": re.compile(r"[\u0e00-\u0e7f]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
}
_SAMPLE = 2_000
"""Code points looked at; the beginning tells."""
_KANA_SHARE = 0.1
_LATIN_WORDS_PER_HAN = 1.0


def detect_language(text: str) -> str:
    """ISO 639-1 code: ``zh`` or ``en``, else a guess from the script (Cyrillic is called ``ru``); empty for no letters.

    Chinese technical prose is full of Latin abbreviations, so it counts as Chinese until there are more Latin words
    than Chinese characters. Languages in Latin letters are not told apart: all are called ``en``.

    >>> detect_language("LiFePO4 正极材料"), detect_language("a coating for 泵"), detect_language("12.5")
    ('zh', 'en', '')
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "en" if re.search(r"[a-zA-Z]", sample) else ""
    han = len(_HAN.findall(sample))
    kana = len(_KANA.findall(sample))
    if kana and kana >= _KANA_SHARE * (han + kana):
        return "ja"
    latin = len(_LATIN_WORD.findall(sample))
    other, count = max(
        ((name, len(script.findall(sample))) for name, script in _OTHERS.items()), key=lambda pair: pair[1]
    )
    if count > han and count > latin:
        return other
    if han and han >= _LATIN_WORDS_PER_HAN * latin:
        return "zh"
    return "en" if latin or re.search(r"[a-zA-Z]", sample) else ""
