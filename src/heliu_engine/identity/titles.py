"""What a title says beside the words that every title may have or lack.

``一种海洋平台用防腐涂层``, ``【成果推介】海洋平台用防腐涂层`` and ``海洋平台用防腐涂层技术`` are one title; so are
``A novel method for bonding`` and ``Bonding``.
"""

from __future__ import annotations

import re

import numpy as np

from heliu_engine.identity.shingles import Hashes, grams, units

_BEFORE = re.compile(
    r"^(?:\W*(?:[【\[][^】\]]{1,12}[】\]]|(?:项目|成果|技术|专利|需求)?(?:名称|题目|标题)\s*[:：]|(?:项目|成果|专利|需求)\s*[:：]"
    r"|关于|一种|一类|一套|新型))+"
)
_AFTER = re.compile(
    r"(?:[(（][^()（）]*(?:转让|许可|合作|推介|推广|phase)[^()（）]*[)）]|(?:技术|项目|成果|研究|研发|开发)|\W)+$"
)
_COMMON = """
a an the of for and in on to with by from its their novel new improved method methods system systems apparatus
technology technologies approach available licensing phase
"""
_ENGLISH = frozenset(_COMMON.split())


def title_grams(folded: str) -> Hashes:
    """Grams of a folded title without such words; of all its words where nothing else is left."""
    core = _AFTER.sub("", _BEFORE.sub("", folded))
    cut = units(core)
    kept = np.array([cut.folded(place, place) not in _ENGLISH for place in range(len(cut))], np.bool_)
    if not kept.any():
        return grams(units(folded))
    return grams(cut.only(kept))
