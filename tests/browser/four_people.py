"""The four people of one deal, each with a window of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from heliu.deals.papers.tests.factories import text_of
from heliu.deals.tests.factories import Case

from .people import Visitor
from .test_access import picture
from .test_deals import step


@dataclass
class People:
    """The four people of one deal, each with a window of their own, and the deal they meet at."""

    case: Case
    check: Callable[[Page], None]
    seller: Visitor
    """A member of the university: accepts, delivers, objects to the notice."""
    seller_owner: Visitor
    """Decides for the university: agreement, price, notice, registration, money, benefit."""
    buyer: Visitor
    """A member of the enterprise, on a phone: asks, evaluates, accepts the delivery, closes."""
    buyer_owner: Visitor
    """Decides for the enterprise: agreement and contract."""

    @property
    def place(self) -> str:
        return self.case.deal.get_absolute_url()

    def at_deal(self, visitor: Visitor, name: str = "") -> Page:
        """The deal's page, as this person finds it now; looked through where it has a name."""
        visitor.go(self.place)
        if name:
            picture(visitor, f"deal-{name}")
            self.check(visitor.page)
        return visitor.page

    def take(self, visitor: Visitor, label: str, stage: str, **said: str) -> None:
        """A step on the deal's page, by what its button says, and the stage that it leads to."""
        page = self.at_deal(visitor)
        step(page, label, **said)
        visitor.sees(f"已完成。合作目前处于：{stage}。")

    def make(self, visitor: Visitor, kind: str) -> str:
        """Make a paper of the record, and read the Word file."""
        page = self.at_deal(visitor)
        page.get_by_label("文书种类").select_option(label=kind)
        visitor.click("按合作记录生成文书")
        expect(page.get_by_role("heading", level=1)).to_contain_text(kind)
        self.check(page)
        with page.expect_download() as download:
            visitor.click("下载 Word 文件", role="link")
        return text_of(Path(download.value.path()).read_bytes())


def save(visitor: Visitor, button: str, **fields: str) -> None:
    """Fill in the form of the page and send it."""
    form = visitor.page.locator("main form").filter(has=visitor.page.get_by_role("button", name=button, exact=True))
    for name, value in fields.items():
        fill(form.locator(f"[name={name}]"), value)
    form.get_by_role("button", name=button, exact=True).last.click()


def fill(field: Locator, value: str) -> None:
    if field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)
