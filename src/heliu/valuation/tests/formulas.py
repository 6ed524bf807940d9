"""The few functions of Excel that the workbooks use, computed in Python where there is no LibreOffice."""

from __future__ import annotations

import math
import re
from statistics import NormalDist
from typing import Any

import numpy as np
from openpyxl.formula import Tokenizer
from openpyxl.utils import range_boundaries

FUNCTIONS = {
    "SUMPRODUCT": lambda *arrays: float(np.sum(math.prod(arrays[1:], start=np.asarray(arrays[0], dtype=float)))),
    "SUM": lambda *arrays: float(sum(np.sum(one) for one in arrays)),
    "PRODUCT": lambda *arrays: float(np.prod([np.prod(one) for one in arrays])),
    "MIN": lambda *arrays: float(min(np.min(one) for one in arrays)),
    "MAX": lambda *arrays: float(max(np.max(one) for one in arrays)),
    "MEDIAN": lambda *arrays: float(np.median(np.concatenate([np.ravel(one) for one in arrays]))),
    "IF": lambda test, yes, no: yes if test else no,
    "EXP": math.exp,
    "LN": math.log,
    "SQRT": math.sqrt,
    "_xlfn.NORM.S.DIST": lambda value, cumulative: NormalDist().cdf(value),
}
_OPERATORS = {"^": "**", "=": "==", "<>": "!="}


class Evaluator:
    """Computes a workbook, cell by cell as they are asked for."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[tuple[str, str], Any] = {}

    def values(self) -> Any:
        """The workbook with a value in place of each formula."""
        made = {
            (sheet.title, cell.coordinate): self._cell(sheet.title, cell.coordinate)
            for sheet in self._book
            for row in sheet.iter_rows()
            for cell in row
        }
        for (title, coordinate), value in made.items():
            self._book[title][coordinate].value = value
        return self._book

    def _cell(self, title: str, coordinate: str) -> Any:
        key = (title, coordinate)
        if key not in self._known:
            cell = self._book[title][coordinate]
            self._known[key] = self._compute(title, cell.value) if cell.data_type == "f" else cell.value
        return self._known[key]

    def _reference(self, title: str, text: str) -> Any:
        sheet, _, place = text.rpartition("!")
        title, place = sheet.strip("'") or title, place.replace("$", "")
        if ":" not in place:
            return self._cell(title, place)
        left, top, right, bottom = range_boundaries(place)
        cells = self._book[title].iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right)
        return np.array([self._cell(title, cell.coordinate) for row in cells for cell in row], dtype=float)

    def _compute(self, title: str, formula: str) -> Any:
        """Formula → Python, operand by operand. Excel's power binds weaker than its sign; no formula here has both."""
        python, names = "", {"_f": FUNCTIONS}
        for token in Tokenizer(formula).items:
            if token.type == "FUNC":
                python += f"_f[{token.value[:-1]!r}](" if token.subtype == "OPEN" else ")"
            elif token.type == "OPERAND" and token.subtype == "RANGE":
                name = f"_{len(names)}"
                names[name] = self._reference(title, token.value)
                python += name
            elif token.type == "OPERAND" and token.subtype == "LOGICAL":
                python += str(token.value == "TRUE")
            else:
                python += _OPERATORS.get(token.value, token.value)
        assert re.fullmatch(r"[\w\s\[\]().,'\"+\-*/<>=!]*", python), python
        return eval(python, {"__builtins__": {}}, names)
