"""Agreements for tests, made by the actions."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import OrganisationFactory, fresh, member, owner
from heliu.agreements.actions import Signature, Terms, accept_agreement, propose_agreement, upload_agreement
from heliu.agreements.models import Agreement
from heliu.kit.identifiers import uscc_check_character
from heliu.kit.workdays import local_day

_numbers = count(1)


def code() -> str:
    """A unified social credit code that nobody else has, its check character in order."""
    start = f"91120103MA{next(_numbers):07d}"
    return start + uscc_check_character(start)


@dataclass
class Sides:
    """Two verified organisations, each with an owner, who may sign, and a member, who may not."""

    a: Organisation
    b: Organisation
    owner_a: User
    member_a: User
    owner_b: User
    member_b: User

    def propose(self, actor: User | None = None, **terms: Any) -> Agreement:
        """The member of A proposes, unless said otherwise."""
        terms.setdefault("purpose", "就密封件失效问题洽谈联合开发")
        return propose_agreement(
            actor=fresh(actor or self.member_a), party_a=self.a, party_b=self.b, terms=Terms(**terms)
        )

    def upload(self, content: bytes | None = None, **facts: Any) -> Agreement:
        """The owner of A uploads a PDF that both have signed."""
        values = {
            "purpose": "就密封件失效问题洽谈联合开发", "ends_on": local_day() + timedelta(days=365),
            "signature": signature(), "upload": pdf_upload(pdf() if content is None else content), **facts,
        }  # fmt: skip
        return upload_agreement(actor=fresh(self.owner_a), party_a=self.a, party_b=self.b, **values)

    def in_force(self, **terms: Any) -> Agreement:
        """Proposed and accepted by both."""
        agreement = self.propose(**terms)
        accept(agreement, self.owner_a)
        return accept(agreement, self.owner_b)


def sides(a: Organisation | None = None, b: Organisation | None = None) -> Sides:
    a = a or OrganisationFactory(verified=True, uscc=code())
    b = b or OrganisationFactory(verified=True, uscc=code())
    return Sides(a, b, owner(a), member(a), owner(b), member(b))


def signature(agreement: Agreement | None = None, **facts: Any) -> Signature:
    """As a person of the factories signs: who they are, the tick, the text that they have read."""
    values = {"password": "password", "name": "王签", "entitled": True, "position": "总经理"}
    return Signature(**{**values, "content_hash": agreement.content_hash if agreement else "", **facts})


def accept(agreement: Agreement, user: User, **facts: Any) -> Agreement:
    return accept_agreement(actor=fresh(user), agreement=agreement, signature=signature(agreement, **facts))


def pdf(*, password: str = "", pages: int = 1) -> bytes:
    """A PDF with empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def pdf_upload(content: bytes, name: str = "保密协议 扫描件.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")
