"""The engine knows the regions that the platform knows; it cannot read the platform's own table."""

from __future__ import annotations

import csv
from pathlib import Path

from heliu_engine.regions import region_names
from heliu_engine.understanding.gazetteer import places

REGIONS = Path(__file__).parents[1] / "src" / "heliu" / "kit" / "data" / "regions.csv"


def test_both_tables_name_the_same_regions() -> None:
    with REGIONS.open(encoding="utf-8", newline="") as file:
        names = {row["zh"] for row in csv.DictReader(file)}
    assert region_names() == names
    assert places()["天津"] == "天津市"
    assert places()["石家庄"] == "石家庄市"
    assert places()["内蒙古"] == "内蒙古自治区"
    assert "城区" not in places()
