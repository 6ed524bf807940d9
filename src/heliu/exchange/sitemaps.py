"""The list of public pages for search engines. A page has one address in both languages, so there is no hreflang."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from heliu.exchange.choices import MAIN_ENTITY
from heliu.exchange.selectors import given_out

PAGES = ("home", "demand_list", "achievement_list", "expert_list", "organisation_list", "open_data")


class _Site:
    """The host that stands in addresses: that of the settings, whatever a request calls it."""

    @property
    def domain(self) -> str:
        return urlsplit(settings.HELIU_SITE_URL).netloc

    name = domain


class OwnSitemap(Sitemap[Any]):
    """A part of the map; its addresses are those of the settings."""

    limit = 10_000

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        scheme = urlsplit(settings.HELIU_SITE_URL).scheme
        return super().get_urls(page=page, site=_Site(), protocol=scheme)  # type: ignore[arg-type]


class PageSitemap(OwnSitemap):
    """Pages that are always there."""

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class RecordSitemap(OwnSitemap):
    """Records of one kind that go out."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def items(self) -> QuerySet[Any, tuple[int, datetime]]:
        return given_out(self.kind).order_by("pk").values_list("pk", "updated_at")

    def location(self, item: tuple[int, datetime]) -> str:
        return reverse(f"{self.kind}_detail", args=[item[0]])

    def lastmod(self, item: tuple[int, datetime]) -> datetime:
        return item[1]

    def get_latest_lastmod(self) -> datetime | None:
        return given_out(self.kind).order_by("-updated_at").values_list("updated_at", flat=True).first()


SITEMAPS: dict[str, Sitemap[Any]] = {
    "pages": PageSitemap(),
    **{f"{kind}s": RecordSitemap(kind) for kind in MAIN_ENTITY},
}
