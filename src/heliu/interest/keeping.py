"""The two buttons of a record, "bookmark" and "compare": how they stand for a person, and what a press answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from heliu.interest.bookmarks.selectors import bookmarked_ids
from heliu.interest.comparing.basket import chosen


def buttons(request: HttpRequest, kind: str, pk: int, title: str = "") -> dict[str, Any]:
    """Whether the record is kept and chosen; read once a request for all records of a page."""
    kept: dict[str, frozenset[int]] = request.__dict__.setdefault("_bookmarked", {})
    if kind not in kept:
        kept[kind] = bookmarked_ids(request.user, kind)
    return {
        "kind": kind, "pk": pk, "title": title, "bookmarked": pk in kept[kind],
        "compared": (kind, pk) in chosen(request),
    }  # fmt: skip


def answer_toggle(request: HttpRequest, kind: str, pk: int, *, done: str = "", refused: str = "") -> HttpResponse:
    """The buttons as they stand now where htmx asked, else the page that the person came from with a message."""
    request.__dict__.pop("_bookmarked", None)
    if request.htmx and not request.htmx.boosted:  # type: ignore[attr-defined]
        context = {
            **buttons(request, kind, pk, request.POST.get("title", "")[:300]), "done": done, "refused": refused,
            "next": _next(request), "number": len(chosen(request)), "swapped": True,
        }  # fmt: skip
        return render(request, "interest/panels/keep.html", context)
    if refused:
        messages.error(request, refused)
    elif done:
        messages.success(request, done)
    return redirect(_next(request) or "home")


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if own else ""
