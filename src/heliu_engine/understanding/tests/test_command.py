"""`heliu-engine understand` as it is called."""

from __future__ import annotations

import json
from pathlib import Path

from heliu_engine.cli import REFUSED, main

PAGE = """<html><head><title>校长调研</title></head><body><h1>校长调研</h1><p>2023-07-27 来源：天津日报</p>
<p>7月26日，天津大学校长金东寒来到天津国家芯火双创平台。他强调，要加大对中小企业的贷款支持，推动更多科技成果转化。</p></body></html>"""


def test_a_page_becomes_one_object(tmp_path: Path) -> None:
    page, out = tmp_path / "page.html", tmp_path / "out.json"
    page.write_text(PAGE, encoding="utf-8")
    assert main(["understand", "--in", str(page), "--out", str(out)]) == 0
    said = json.loads(out.read_text(encoding="utf-8"))
    assert set(said) == {"title", "date", "source", "body", "mentions", "relations", "rules"}
    for mention in said["mentions"]:
        assert said["body"][mention["start"] : mention["end"]] == mention["text"]
    assert {"2023-07-26", "天津大学", "金东寒", "天津国家芯火双创平台"} <= {one["value"] for one in said["mentions"]}
    related = {
        (one["kind"], said["mentions"][one["subject"]]["value"], said["mentions"][one["object"]]["value"])
        for one in said["relations"]
    }
    assert related == {
        ("holds_office", "金东寒", "天津大学"),
        ("visited", "金东寒", "天津国家芯火双创平台"),
    }


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    assert main(["understand", "--in", str(tmp_path / "absent.html"), "--out", str(out)]) == REFUSED
    page = tmp_path / "page.txt"
    page.write_text("天津大学", encoding="utf-8")
    assert main(["understand", "--in", str(page), "--out", str(out), "--date", "soon"]) == REFUSED
    assert not out.exists()
