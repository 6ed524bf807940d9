"""Deals that say everything a paper asks for, and Word files for tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from heliu.accounts.models import User
from heliu.accounts.tests.factories import fresh
from heliu.agreements.choices import Language
from heliu.catalog.models import IntellectualProperty
from heliu.deals.choices import ContractKind, Pricing
from heliu.deals.papers.actions import make_paper
from heliu.deals.papers.kinds import kinds
from heliu.deals.papers.merging import WORD_TYPE
from heliu.deals.papers.models import Paper
from heliu.deals.tests.factories import Case, open_case

SAID: dict[str, Any] = {
    "amount": Decimal("100000.05"), "technology_amount": Decimal("80000.00"), "pricing": Pricing.AGREEMENT,
    "contract_kind": ContractKind.TRANSFER, "signed_on": date(2026, 11, 20), "contract_number": "HT-2026-031",
    "starts_on": date(2026, 12, 1), "ends_on": date(2028, 11, 30), "payment_terms": "签订后付30%。\n验收后付70%。",
    "terms": "改进成果归完成方所有。",
}  # fmt: skip
_codes = count(1)


def full_case(contract_kind: str = ContractKind.TRANSFER, **facts: Any) -> Case:
    """A deal, its organisations and its achievement that leave no field of a paper unsaid."""
    case = open_case()
    case.say(**{**SAID, "contract_kind": contract_kind, **facts})
    deal = case.now()
    for side in (deal.provider, deal.recipient):
        code = f"9112010300{next(_codes):08d}"
        type(side).objects.filter(pk=side.pk).update(uscc=code, region="120103", website="https://example.org/")
    achievement: Any = deal.supply
    achievement.readiness_scale, achievement.readiness_level = "gbt22900-2022", 6
    achievement.save()
    IntellectualProperty.objects.create(
        achievement=achievement, kind="invention", number="ZL202410000001.X", title_zh="一种检测方法"
    )
    return case


def make(case: Case, kind: str, language: str = Language.CHINESE, actor: User | None = None) -> Paper:
    """The provider's member makes it, unless said otherwise."""
    return make_paper(
        actor=fresh(actor or case.two.seller), deal=case.now(), kind=kinds()[kind], language=language
    )  # fmt: skip


def text_of(content: bytes) -> str:
    """All text of a Word file: body, tables, header and footer."""
    document: Any = Document(io.BytesIO(content))
    section = document.sections[0]
    roots = (document.element.body, section.header._element, section.footer._element)
    return "\n".join(
        "".join(piece.text or "\n" for piece in paragraph.iter(qn("w:t"), qn("w:cr"), qn("w:br")))
        for root in roots
        for paragraph in root.iter(qn("w:p"))
    )


def word_file(codes: Iterable[str] = ("MERGEFIELD deal_number",), *, split: bool = False) -> bytes:
    """A Word file with fields; ``split`` writes them in several runs, as Word itself does."""
    document: Any = Document()
    for code in codes:
        paragraph = document.add_paragraph("字段：")
        if split:
            _write_runs(paragraph, code)
        else:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), code)
            field.append(paragraph.add_run("«…»")._r)
            paragraph._p.append(field)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _write_runs(paragraph: Any, code: str) -> None:
    def mark(kind: str) -> None:
        element = OxmlElement("w:fldChar")
        element.set(qn("w:fldCharType"), kind)
        paragraph.add_run()._r.append(element)

    mark("begin")
    half = len(code) // 2
    for piece in (code[:half], code[half:]):
        element = OxmlElement("w:instrText")
        element.set(qn("xml:space"), "preserve")
        element.text = piece
        paragraph.add_run()._r.append(element)
    mark("separate")
    paragraph.add_run("«…»")
    mark("end")


def changed(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The Word file with something in one of its parts replaced."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(result, "w") as target:
        for part in source.namelist():
            data = source.read(part)
            if part == name:
                assert old in data
                data = data.replace(old, new)
            target.writestr(part, data)
    return result.getvalue()


def upload(content: bytes, name: str = "模板.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=WORD_TYPE)
