"""Which characters are Chinese."""

HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
"""Chinese characters as the inside of a character class; compatibility forms are folded into these."""
