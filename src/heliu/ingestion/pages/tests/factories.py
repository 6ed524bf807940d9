"""Pages for tests; every text is made up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.accounts.models import Organisation, User
from heliu.accounts.tests.factories import fresh
from heliu.ingestion.pages.actions import add_upload, run_reading
from heliu.ingestion.pages.models import Mention, Page
from heliu.kit.tests.servers import head, serving

TITLE = "示例市召开低温密封技术座谈会"
BODY = (
    "6月3日，滨城理工大学校长林知远来到北辰密封科技有限公司，与企业座谈。",
    "林知远指出，要推动科技成果转化，加快建设一批中试平台，促进大型仪器开放共享。",
    (
        "北辰密封科技有限公司总经理周明提出，公司急需攻克零下六十度以下橡胶密封圈泄漏难题，"
        "要求泄漏率≤1e-6 Pa·m3/s，预算150万元。"
    ),
    "滨城理工大学高分子材料实验室研制出耐低温氟硅橡胶，最低使用温度-70 ℃，已完成中试。",
)
NEED = "橡胶密封圈泄漏"


def page_html(*body: str, title: str = TITLE, notice: str = "") -> bytes:
    """A page as sites make them, with something around the article."""
    paragraphs = "".join(f"<p>{line}</p>" for line in body or BODY)
    return (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>"
        "<ul class=nav><li><a href='/'>首页</a></li><li><a href='/news'>新闻</a></li></ul>"
        f"<h1>{title}</h1><p>2026-06-04 来源：示例日报</p><div class=article>{paragraphs}</div>"
        f"<div class=footer>{notice}</div></body></html>"
    ).encode()


def upload(content: bytes | None = None, name: str = "news.html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, page_html() if content is None else content)


def page_of(actor: User, organisation: Organisation | None = None, content: bytes | None = None, **fields: Any) -> Page:
    """A page that was handed in as a file and read."""
    page = add_upload(actor=fresh(actor), upload=upload(content, **fields), organisation=organisation)
    run_reading(page.pk, page.turn)
    return Page.objects.get(pk=page.pk)


def mention_of(page: Page, kind: str, words: str = "") -> Mention:
    """The first mention of a kind whose name holds the words."""
    return Mention.objects.filter(
        version__page=page, version__number=page.latest, proposed_kind=kind, name__contains=words
    ).first() or _nothing(page, kind, words)


def _nothing(page: Page, kind: str, words: str) -> Mention:
    found = [(one.kind, one.name) for one in Mention.objects.filter(version__page=page)]
    raise AssertionError(f"No {kind} with {words!r} among {found}")


class Site:
    """What a site on this machine answers: path → status, headers and body; and what it was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[str] = []
        self.port = 0

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        kind = {"Content-Type": "text/html; charset=utf-8"}
        self.pages[path] = (status, kind | {name.replace("_", "-"): value for name, value in headers.items()}, body)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def answer(self, line: socket.socket) -> None:
        request = head(line).decode("latin-1")
        path = request.split(" ")[1]
        self.asked.append(path)
        status, headers, body = self.pages.get(path, (404, {}, b"nothing here"))
        etag = headers.get("ETag")
        if etag and f"if-none-match: {etag}".lower() in request.lower():
            status, body = 304, b""
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        line.sendall(f"HTTP/1.1 {status} OK\r\n{told}Content-Length: {len(body)}\r\n\r\n".encode() + body)


@contextmanager
def site() -> Iterator[Site]:
    """A site on this machine; the test has to allow its address."""
    made = Site()
    with serving(made.answer) as port:
        made.port = port
        yield made
