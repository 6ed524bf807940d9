"""The people of the journeys, and how they move about the site in either language."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from heliu.accounts.models import User

PASSWORD = "correct horse battery"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
LOCALES = {"zh-hans": "zh-CN", "en": "en-US"}


def with_password(user: User) -> User:
    """The same person, able to sign in through the page."""
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


def follow(link: Locator) -> None:
    """Click what leads to another page, and wait until that is there, so that a check that comes next reads it."""
    with link.page.expect_navigation():
        link.click()


@dataclass
class Visitor:
    """Somebody with a window of their own, who reads the pages in one language."""

    page: Page
    base: str
    language: str

    @classmethod
    def arrive(cls, browser: Browser, base: str, language: str, *, phone: bool = False) -> Visitor:
        # Where pages scroll smoothly, what is clicked may move between press and release, and the click is lost.
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP, locale=LOCALES[language], reduced_motion="reduce"
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        # A broken script or a missing file would otherwise pass unseen.
        page.on("pageerror", lambda error: (_ for _ in ()).throw(AssertionError(f"script error: {error}")))
        return cls(page, base, language)

    def words(self, text: str) -> str:
        """What the pages call it in this person's language."""
        with translation.override(self.language):
            return translation.gettext(text)

    def go(self, path: str) -> None:
        self.page.goto(f"{self.base}{path}")

    def click(self, text: str, *, role: str = "button") -> None:
        self.page.get_by_role(role, name=self.words(text), exact=True).first.click()

    def follow(self, text: str, *, role: str = "link") -> None:
        follow(self.page.get_by_role(role, name=self.words(text), exact=True).first)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=15_000)

    def sign_in(self, user: User) -> None:
        """Through the form, as anybody does."""
        self.go("/accounts/login/")
        self.page.locator("input[name=login]").fill(user.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main").get_by_role("button", name=self.words("Sign in"), exact=True).click()
        expect(self.page.locator("input[name=password]")).to_have_count(0)
