"""Answers of sources: asked for, measured, taken apart."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from heliu.ingestion.connectors.adapters import text_of
from heliu.ingestion.connectors.base import LARGEST_ANSWER, LONGEST_RAW, AnswerError, Fetch
from heliu.ingestion.connectors.xmltree import DEPTH, parse_xml
from heliu.kit.outside import Reply

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE)


def ask(fetch: Fetch, url: str, accept: str = "*/*") -> Reply:
    """The answer of a source, if it is one: AnswerError for a status that is none, and for what is too large."""
    reply = fetch(url, {"Accept": accept})
    if not reply.ok:
        raise AnswerError("status", status=reply.status)
    return measured(reply)


def measured(reply: Reply) -> Reply:
    """The reply, unless its body is larger than what is read."""
    if len(reply.body) > LARGEST_ANSWER:
        raise AnswerError("too_large", most=LARGEST_ANSWER // 2**20)
    return reply


def declared(reply: Reply) -> str:
    """The encoding that the sender declares; empty where it declares none."""
    found = _CHARSET.search(reply.headers.get("content-type", ""))
    return found[1] if found else ""


def xml_of(reply: Reply) -> Element:
    """The root of an answer of XML."""
    return parse_xml(text_of(reply.body, declared(reply)))


def json_of(body: bytes, encoding: str = "") -> Any:
    """What an answer of JSON holds. Raises AnswerError for what is none, or nested too deep."""
    text = text_of(body, encoding).lstrip("\ufeff")
    try:
        value = json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise AnswerError("deep", most=DEPTH) from error
    except ValueError as error:
        # A number of more digits than Python reads is one as well.
        raise AnswerError("not_json", reason=str(error)[:200]) from error
    _check_depth(value)
    return value


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(DEPTH):
        level = [part for whole in level for part in _parts(whole)]
        if not level:
            return
    raise AnswerError("deep", most=DEPTH)


def _parts(value: Any) -> Any:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def raw_json(value: Any) -> str:
    """An entry as JSON, cut, in characters that can be stored."""
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()[:LONGEST_RAW]


def mapping_of(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one: what a source leaves out or writes wrongly is not there."""
    return value if isinstance(value, dict) else {}


def list_of(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []
