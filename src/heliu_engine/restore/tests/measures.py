"""Character error rates."""

from __future__ import annotations


def distance(text: str, other: str) -> int:
    """Levenshtein distance, by the bit-parallel algorithm of Myers in Hyyrö's form (2003)."""
    if not text:
        return len(other)
    places: dict[str, int] = {}
    for place, character in enumerate(text):
        places[character] = places.get(character, 0) | 1 << place
    full, top = (1 << len(text)) - 1, 1 << (len(text) - 1)
    more, less, score = full, 0, len(text)
    for character in other:
        equal = places.get(character, 0)
        vertical = equal | less
        horizontal = (((equal & more) + more) ^ more) | equal
        up, down = less | ~(horizontal | more) & full, more & horizontal
        score += bool(up & top) - bool(down & top)
        up, down = (up << 1 | 1) & full, down << 1 & full
        more, less = down | ~(vertical | up) & full, up & vertical
    return score
