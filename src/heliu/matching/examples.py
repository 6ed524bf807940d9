"""Needs to try, shown where nothing was asked yet."""

from __future__ import annotations

from heliu.kit.language import current_language

EXAMPLES = {
    "zh": (
        "电池鼓包，客户怕着火，想找能把热失控挡住的办法",
        "冬天电动车续航掉得厉害，怎么少费电",
        "海边钢结构三年就锈，涂层总起泡",
    ),
    "en": (
        "Battery cells swell and the customer fears fire: how can thermal runaway be stopped?",
        "Electric cars lose range in winter; how can the heating use less power?",
        "Dust on solar panels in dry regions, without washing water",
    ),
}


def examples() -> tuple[str, ...]:
    """Three needs in the page's language."""
    return EXAMPLES[current_language()]
