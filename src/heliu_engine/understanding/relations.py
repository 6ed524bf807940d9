"""Relations between the mentions of one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from heliu_engine.understanding.mentions import Mention, Relation, RelationKind
from heliu_engine.understanding.words import Sentence

MOST = 60
"""Mentions of a sentence that are related; what names more is a list."""
_ACTORS = frozenset({"person", "organisation"})
_PLACES_TO_GO = frozenset({"organisation", "laboratory", "platform", "facility", "place"})
_BODIES = frozenset({"organisation", "laboratory", "platform", "facility"})
_VISITS = re.compile("来到|走进|前往|赴|察看|考察|参观|视察|走访|调研|到访|实地|visited|toured")
_RULES: tuple[tuple[RelationKind, re.Pattern[str], frozenset[str], frozenset[str]], ...] = (
    (
        "leads",
        re.compile("牵头|领衔|主持|带领|负责建设|作为组长|掌舵|创办|创立|leads|led|heads|founded"),
        _ACTORS,
        _BODIES | {"policy", "chain"},
    ),
    (
        "funds",
        re.compile("资助|出资|注资|投资|拨付|捐赠|捐款|拨款|贷款|补助|奖励|安排|funds?|invested|grants?"),
        _ACTORS,
        _BODIES | {"amount", "person", "chain"},
    ),
    (
        "located_in",
        re.compile("位于|坐落[于在]|落户[于在]?|设在|地处|located in|based in|落地"),
        _BODIES,
        frozenset({"place", "organisation", "platform"}),
    ),
    ("part_of", re.compile("隶属于?|属于|下属|旗下|下设|part of"), _BODIES, _BODIES),
    ("issued", re.compile("印发|发布|出台|制定|公布|下发|颁布|转发|联合发文|issued|published|adopted"), frozenset({"organisation"}), frozenset({"policy"})),
    (
        "cooperates_with",
        re.compile("签署|签约|签订|合作|共建|携手|联合|共同|战略合作|cooperat|partner"),
        frozenset({"organisation"}),
        frozenset({"organisation", "laboratory"}),
    ),
)
_LIST = re.compile(r"[、,，/\s]|和|与|及|以及|and|还有")
_OFFICE_GAP = re.compile(r"[\s\"“”]*$")


def find_relations(sentence: Sentence, mentions: list[Mention]) -> Iterator[Relation]:
    """The relations that one sentence states; `mentions` are those in it, in order."""
    mentions = mentions[:MOST]
    yield from _offices(sentence, mentions)
    yield from _adjacent(sentence, mentions)
    yield from _visits(sentence, mentions)
    for kind, words, subjects, objects in _RULES:
        yield from _by_word(sentence, mentions, kind, words, subjects, objects)


def _relation(sentence: Sentence, kind: RelationKind, one: Mention, other: Mention, sure: float, label: str | None) -> Relation:
    confidence = round(sure * min(one.confidence, other.confidence), 2)
    return Relation(kind, one, other, sentence.start, sentence.end, confidence, label)


def _between(sentence: Sentence, one: Mention, other: Mention) -> str:
    return sentence.text[max(0, one.end - sentence.start) : max(0, other.start - sentence.start)]


def _offices(sentence: Sentence, mentions: list[Mention]) -> Iterator[Relation]:
    """南开大学党委书记杨庆山、校长陈雨露: the office stands between organisation and person; the next person shares it."""
    at: Mention | None = None
    for before, mention in zip([None, *mentions], mentions, strict=False):
        if mention.kind in _BODIES:
            at = mention
        if mention.kind != "person" or before is None or mention.office is None or at is None:
            continue
        gap = _between(sentence, before, mention)
        own = before is at and _OFFICE_GAP.match(gap.replace(mention.office, "", 1).replace(" ", ""))
        shared = before.kind == "person" and gap.strip(" ,，、和与") in ("", mention.office)
        if own or shared:
            yield _relation(sentence, "holds_office", mention, at, 0.95 if own else 0.85, mention.office)
        else:
            at = None if before.kind == "person" else at


def _adjacent(sentence: Sentence, mentions: list[Mention]) -> Iterator[Relation]:
    """南开大学|元素有机化学国家重点实验室, 《…》（国发〔2020〕1号)."""
    for before, mention in zip(mentions, mentions[1:], strict=False):
        gap = _between(sentence, before, mention)
        if before.kind == "policy" and mention.kind == "document_number" and re.fullmatch(r"\s*[(（]?\s*", gap):
            yield _relation(sentence, "numbered", before, mention, 0.97, None)
        if before.kind == "organisation" and mention.kind in ("laboratory", "platform", "facility") and gap in ("", "的"):
            yield _relation(sentence, "part_of", mention, before, 0.9, None)
        if re.fullmatch("位于|坐落于|坐落在", sentence.text[max(0, before.start - sentence.start - 2) : max(0, before.start - sentence.start)]) and gap == "的":
            if mention.kind in _BODIES:
                yield _relation(sentence, "located_in", mention, before, 0.9, "位于")


def _visits(sentence: Sentence, mentions: list[Mention]) -> Iterator[Relation]:
    for word in _VISITS.finditer(sentence.text):
        place = sentence.start + word.start()
        visitors = _subjects(sentence, [m for m in mentions if m.end <= place and m.kind == "person"], place)
        visited = _objects(sentence, [m for m in mentions if m.start >= place + len(word[0])], place + len(word[0]), _PLACES_TO_GO)
        for one in visitors:
            for other in visited:
                yield _relation(sentence, "visited", one, other, 0.85, word[0])


def _by_word(
    sentence: Sentence,
    mentions: list[Mention],
    kind: RelationKind,
    words: re.Pattern[str],
    subjects: frozenset[str],
    objects: frozenset[str],
) -> Iterator[Relation]:
    for word in words.finditer(sentence.text):
        place, after = sentence.start + word.start(), sentence.start + word.end()
        if any(mention.start < after and mention.end > place for mention in mentions):
            continue
        ones = _subjects(sentence, [m for m in mentions if m.end <= place and m.kind in subjects], place)
        others = _objects(sentence, [m for m in mentions if m.start >= after], after, objects)
        for one in ones:
            for other in others:
                if one.value != other.value:
                    yield _relation(sentence, kind, one, other, 0.7, word[0])


def _subjects(sentence: Sentence, before: list[Mention], place: int) -> list[Mention]:
    """The list of mentions that stands last before a word, in the same clause or the one before it."""
    chosen: list[Mention] = []
    for mention in reversed(before[-8:]):
        gap = sentence.text[mention.end - sentence.start : (chosen[-1].start if chosen else place) - sentence.start]
        if chosen and not _LIST.fullmatch(gap.strip() or " "):
            break
        if not chosen and (len(gap) > 30 or gap.count("，") > 1):
            break
        chosen.append(mention)
    return chosen[::-1]


def _objects(sentence: Sentence, after: list[Mention], place: int, kinds: frozenset[str]) -> list[Mention]:
    """The first mention behind a word with those that are listed with it, within the clause."""
    chosen: list[Mention] = []
    for mention in after[:8]:
        gap = sentence.text[(chosen[-1].end if chosen else place) - sentence.start : mention.start - sentence.start]
        if any(mark in gap for mark in "。；，") or (chosen and not _LIST.fullmatch(gap.strip() or " ") and gap):
            break
        if not chosen and len(gap) > 25:
            break
        if mention.kind in kinds:
            chosen.append(mention)
        elif chosen:
            break
    return chosen
