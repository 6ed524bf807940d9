"""Which characters are Chinese, and the blanks between them."""

import re

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
"""Chinese characters as the inside of a character class; compatibility forms are folded into these."""

_BETWEEN_HAN = re.compile(f"(?<=[{HAN}])[ \u3000]+(?=[{HAN}])")


def joined(text: str) -> str:
    """The text without blanks between Chinese characters, which part nothing in that script."""
    return _BETWEEN_HAN.sub("", text)
