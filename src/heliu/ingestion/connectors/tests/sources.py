"""Sources that answer from memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from heliu.ingestion.connectors.base import Entry, Found, State, Trouble
from heliu.ingestion.connectors.registry import CONNECTORS
from heliu.kit.outside import Reply

Answer = Callable[[str, dict[str, str]], bytes | Reply]


class Source:
    """Answers with what ``answer`` gives for an address and its parameters; remembers what it was asked."""

    def __init__(self, answer: Answer, **headers: str) -> None:
        self.answer, self.headers = answer, headers
        self.asked: list[dict[str, str]] = []
        self.urls: list[str] = []

    def __call__(self, url: str, headers: Mapping[str, str]) -> Reply:
        question = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        self.asked.append(question)
        self.urls.append(url)
        answer = self.answer(url, question)
        return answer if isinstance(answer, Reply) else Reply(200, self.headers, answer)


def run(
    kind: str, settings: Mapping[str, Any], source: Source, since: Any = None, state: State | None = None
) -> list[Found]:
    connector = CONNECTORS[kind]
    return list(connector.entries(connector.check(settings), source, since, {} if state is None else state))


def always(body: bytes | str | Any) -> Answer:
    """The same answer to every question; what is no text is sent as JSON."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body, ensure_ascii=False)
    data = body.encode() if isinstance(body, str) else body
    return lambda _url, _question: data


def entries(found: list[Found]) -> list[Entry]:
    assert all(isinstance(one, Entry) for one in found), found
    return [one for one in found if isinstance(one, Entry)]


def troubles(found: list[Found]) -> list[Trouble]:
    return [one for one in found if isinstance(one, Trouble)]


def targets(entry: Entry) -> set[str]:
    """What an entry has, in the words of the tables of mappings."""
    given = {name[:-3] + "_*" if name[-3:] in ("_zh", "_en") else name for name in entry.fields}
    given |= {f"facts.{name}" for name in entry.facts}
    return given | ({"url"} if entry.url else set()) | ({"modified"} if entry.modified else set())
