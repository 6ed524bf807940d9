"""The two charts of the page, as SVG files that read on a light and on a dark page and in one colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 420, 332
LEFT, RIGHT, TOP, BOTTOM = 52, 404, 16, 262
LINES = (("#3949ab", ""), ("#00796b", "7 4"), ("#c2410c", "2 3"))
"""Colour and dashes: series are told apart without colour as well."""
Point = tuple[float, float]


def reliability_chart(levels: Mapping[str, Any]) -> str:
    """How often it happened, over what was stated, for "at least level 2, 3, 4"; the area of a dot goes by cases."""
    parts = [_line([(0, 0), (1, 1)], "#9e9e9e", "4 4", width=1)]
    names = []
    for (colour, dashes), (level, told) in zip(LINES, levels["at_least"].items(), strict=True):
        points = [(stated, happened) for stated, happened, _ in told["bins"]]
        parts.append(_line(points, colour, dashes))
        parts += [
            _dot(point, colour, 1.5 + 9 * (cases / levels["pairs"]) ** 0.5)
            for point, (_, _, cases) in zip(points, told["bins"], strict=True)
        ]
        names.append((f"at least level {level}", colour, dashes))
    return _chart("Reliability of levels", "stated chance", "share of labels", parts, names)


def risk_chart(abstention: Mapping[str, Any]) -> str:
    """Share of wrong answers over the share of needs that are answered; a ring marks the threshold that ships."""
    parts, names = [], []
    labels = {"zh-zh": "Chinese to Chinese", "zh-en": "Chinese to English"}
    for (colour, dashes), (name, told) in zip(LINES, abstention["sets"].items(), strict=False):
        points = [(coverage, risk) for _, coverage, risk in told["curve"]]
        parts.append(_line(points, colour, dashes))
        if told["at_threshold"] is not None:
            ring = (told["at_threshold"]["coverage"], told["at_threshold"]["risk"])
            parts.append(_dot(ring, colour, 6, hollow=True))
        names.append((labels[name], colour, dashes))
    return _chart("Risk and coverage", "share of needs answered", "share of answers wrong", parts, names)


def _chart(title: str, across: str, up: str, parts: Sequence[str], names: Sequence[tuple[str, str, str]]) -> str:
    body = [f'<rect width="{WIDTH}" height="{HEIGHT}" rx="6" fill="#ffffff"/>']
    for step in range(6):
        value = step / 5
        x, y = _place((value, value))
        body += [
            f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" stroke="#e0e0e0"/>',
            f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{value:.1f}</text>',
            f'<text x="{x}" y="{BOTTOM + 16}" text-anchor="middle">{value:.1f}</text>',
        ]
    middle = (TOP + BOTTOM) // 2
    body += [
        f'<text x="{(LEFT + RIGHT) // 2}" y="{BOTTOM + 33}" text-anchor="middle">{escape(across)}</text>',
        f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">{escape(up)}</text>',
        *parts,
    ]
    room = (RIGHT - 20) // len(names)
    for number, (name, colour, dashes) in enumerate(names):
        x, y = 20 + number * room, HEIGHT - 12
        body.append(
            f'<line x1="{x}" y1="{y - 4}" x2="{x + 22}" y2="{y - 4}" stroke="{colour}" stroke-width="2"'
            f'{_dashed(dashes)}/><text x="{x + 28}" y="{y}">{escape(name)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" font-family="sans-serif" font-size="12" fill="#212121">\n<title>{escape(title)}</title>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _place(point: Point) -> tuple[float, float]:
    return round(LEFT + point[0] * (RIGHT - LEFT), 1), round(BOTTOM - point[1] * (BOTTOM - TOP), 1)


def _line(points: Sequence[Point], colour: str, dashes: str, width: float = 2) -> str:
    drawn = " ".join(f"{x},{y}" for x, y in map(_place, points))
    return f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="{width}"{_dashed(dashes)}/>'


def _dot(point: Point, colour: str, radius: float, *, hollow: bool = False) -> str:
    x, y = _place(point)
    paint = f'fill="none" stroke="{colour}" stroke-width="2.5"' if hollow else f'fill="{colour}" fill-opacity="0.75"'
    return f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" {paint}/>'


def _dashed(dashes: str) -> str:
    return f' stroke-dasharray="{dashes}"' if dashes else ""
