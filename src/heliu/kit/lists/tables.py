"""Tables of lists: on a phone each row becomes a card whose cells carry their column's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.http import HttpRequest

from heliu.kit.lists.filters import SortedFilterSet


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head, with the address that sorts by it where one can."""

    text: str
    address: str
    sorting: str
    """Value of ``aria-sort``, or nothing."""


class CardTable(tables.Table):
    """A table with a caption whose heads sort through the filter set."""

    # Column → orders of the filter set, the one used first in front.
    column_sorts: dict[str, tuple[str, ...]] = {}

    class Meta:
        template_name = "kit/lists/table.html"
        orderable = False
        attrs = {"class": "table table-vcenter card-table table-mobile-md"}

    def __init__(self, data: Any, *, request: HttpRequest, filterset: SortedFilterSet, caption: Any, **options: Any):
        super().__init__(data, orderable=False, **options)
        self.request = request
        self.user = request.user
        self.filterset = filterset
        self.caption = caption

    def heads(self) -> Iterator[Header]:
        for column in self.columns:
            sorts = [name for name in self.column_sorts.get(column.name, ()) if name in self.filterset.sorts]
            current = self.filterset.sort
            sorting = ""
            if current in sorts:
                sorting = "descending" if current.startswith("-") else "ascending"
            following = next((name for name in sorts if name != current), None)
            yield Header(str(column.header), self._address(following) if following else "", sorting)

    def _address(self, sort: str) -> str:
        query = self.request.GET.copy()
        query.pop("page", None)
        query["sort"] = sort
        return f"?{query.urlencode()}"


def cell(name: Any, *, look: str = "", **options: Any) -> tables.Column:
    """A column whose cells name it on a phone.

    ``look`` is ``first`` for what the row is about, ``date`` or ``amount`` for what stays on one line.
    """
    options.setdefault("empty_values", ())
    return tables.Column(verbose_name=name, attrs={"td": {"data-label": name, "class": look}}, **options)
