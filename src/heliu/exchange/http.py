"""Answers that a client may keep and ask about again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from heliu.exchange.dumps import content_type, current_dump, file_of


def conditional(request: HttpRequest, body: bytes, media_type: str) -> HttpResponse:
    """The body, or that it is what the client has already."""
    etag = quote_etag(hashlib.sha256(body).hexdigest()[:32])
    response = HttpResponse(body, content_type=media_type)
    response["ETag"] = etag
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag=etag, response=response) or response


def dump_file(request: HttpRequest, format_name: str) -> FileResponse | HttpResponse:
    """A file of the present dump; not found before the first."""
    dump = current_dump()
    if dump is None or format_name not in dump.files:
        raise Http404
    file = dump.files[format_name]
    etag = quote_etag(file.sha256[:32])
    made_at = datetime.fromisoformat(dump.made_at)
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(made_at.timestamp()))
    if unchanged is not None:
        return unchanged
    try:
        stream = file_of(dump, format_name).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        stream, as_attachment=True, filename=f"heliu-{dump.made_at[:10]}.{format_name}",
        content_type=content_type(format_name),
    )  # fmt: skip
    response["ETag"], response["Last-Modified"] = etag, http_date(made_at.timestamp())
    return response
