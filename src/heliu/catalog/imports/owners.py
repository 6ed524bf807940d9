"""Who owns the rows of a file."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from heliu.accounts.choices import OrganisationKind
from heliu.accounts.models import Organisation
from heliu.catalog.imports.errors import ImportRefused, OwnerUnknown
from heliu.catalog.imports.reading import Entry
from heliu.catalog.spreadsheets.cells import text_language
from heliu.kit.identifiers import normalise_uscc

_WIDTHS = (str.maketrans("（）", "()"), str.maketrans("()", "（）"))
_NEAR = 5
_KINDS_BY_NAME = (
    (OrganisationKind.LABORATORY, ("实验室", "laboratory", "laboratories")),
    (OrganisationKind.INSTITUTE, ("研究院", "研究所", "研究中心", "设计院", "科学院", "institute", "academy")),
    (OrganisationKind.UNIVERSITY, ("大学", "学院", "高等专科学校", "university", "college")),
    (OrganisationKind.GOVERNMENT, ("人民政府", "科技局", "工信局", "管理委员会")),
)  # fmt: skip


def kind_by_name(name: str) -> str:
    """A likely kind of organisation: a name that ends in 有限公司 is an enterprise whatever else it says."""
    lower = name.casefold()
    if not lower.rstrip(")）").endswith(("公司", "集团", "厂")):
        for kind, marks in _KINDS_BY_NAME:
            if any(mark in lower for mark in marks):
                return kind.value
    return OrganisationKind.ENTERPRISE.value


def spellings(name: str) -> set[str]:
    """A name with its brackets in either width: registers and people differ in them."""
    return {name, *(name.translate(width) for width in _WIDTHS)}


class Owners:
    """Finds organisations by name, credit code or number; each is looked up once.

    ``fixed`` owns rows that name nobody (and all rows where the file has no such column). Names that
    nobody has are noted in ``missing`` if ``create``, to be made when the rows are saved.
    """

    def __init__(self, fixed: Organisation | None = None, *, create: bool = False) -> None:
        self.fixed = fixed
        self.create = create
        self.missing: dict[str, None] = {}
        self._found: dict[str, list[Organisation]] = {}
        self._by_pk: dict[int, Organisation] = {fixed.pk: fixed} if fixed else {}

    def resolve(self, entries: Iterable[Entry], header: str) -> None:
        """Give every entry its owner, or a problem in the column ``header``."""
        entries = list(entries)
        self._look_up({entry.owner for entry in entries if entry.owner})
        for entry in entries:
            if not entry.owner:
                if self.fixed is None:
                    entry.refuse(_("No organisation is named that owns this record."), header)
                else:
                    entry.owner_pk = self.fixed.pk
                continue
            found = self._found[entry.owner]
            if len(found) == 1:
                entry.owner_pk = found[0].pk
            elif found:
                entry.refuse(_("Several organisations have this name; give the credit code instead."), header)
            elif self.create and len(entry.owner) <= 200:
                self.missing[entry.owner] = None
            else:
                entry.refuse(_("No organisation has this name: “%(name)s”.") % {"name": entry.owner[:60]}, header)

    def get(self, entry: Entry) -> Organisation:
        """The organisation that owns a resolved entry."""
        if entry.owner_pk is not None:
            return self._by_pk[entry.owner_pk]
        return self._found[entry.owner][0]

    def exists(self, entry: Entry) -> bool:
        """Whether the owner exists already."""
        return entry.owner_pk is not None or bool(self._found.get(entry.owner))

    def add(self, name: str, organisation: Organisation) -> None:
        """Remember one that was made for a missing name."""
        self._found[name] = [organisation]
        self._by_pk[organisation.pk] = organisation

    def _look_up(self, names: set[str]) -> None:
        new = [name for name in names if name not in self._found]
        for name in new:
            self._found[name] = []
        written = {spelling: name for name in new for spelling in spellings(name)}
        wanted = list(written)
        if not wanted:
            return
        codes = {normalise_uscc(name): name for name in new if len(name) >= 18}
        for organisation in Organisation.objects.filter(
            Q(name_zh__in=wanted) | Q(name_en__in=wanted) | Q(uscc__in=list(codes))
        ):
            self._by_pk[organisation.pk] = organisation
            its_names = written.get(organisation.name_zh), written.get(organisation.name_en)
            for found in {*its_names, codes.get(organisation.uscc or "")} - {None}:
                self._found[str(found)].append(organisation)


def find_owner(text: str) -> Organisation:
    """The organisation of ``--owner``: its name in either language, its number, or its credit code.

    Raises OwnerUnknown, naming similar ones, where nobody is called so, and ImportRefused where several are.
    """
    text = text.strip()
    wanted = spellings(text)
    condition = Q(name_zh__in=wanted) | Q(name_en__in=wanted) | Q(name_en__iexact=text)
    if text.isdigit() and len(text) < 12:
        condition |= Q(pk=int(text))
    if len(code := normalise_uscc(text)) == 18:
        condition |= Q(uscc=code)
    found = list(Organisation.objects.filter(condition)[:5])
    if len(found) == 1:
        return found[0]
    if found:
        raise ImportRefused(
            _("Several organisations are called “%(name)s”: %(found)s. Give the number.")
            % {"name": text, "found": ", ".join(f"{one.pk} {one.name}" for one in found)}
        )
    message = _("No organisation is called “%(name)s”.") % {"name": text}
    if near := _near(text):
        message += " " + _("Similar: %(names)s.") % {"names": ", ".join(near)}
    raise OwnerUnknown(f"{message} " + _("--create-owner makes one of this name."), near)


def _near(text: str) -> list[str]:
    pieces = {text[place : place + 4] for place in range(0, max(len(text) - 3, 1), 4)}
    condition = Q()
    for piece in list(pieces)[:8]:
        condition |= Q(name_zh__icontains=piece) | Q(name_en__icontains=piece)
    rows = Organisation.objects.filter(condition).values_list("name_zh", "name_en")[:2000]
    names = {name for row in rows for name in row if name}
    return difflib.get_close_matches(text, sorted(names), n=_NEAR, cutoff=0.4)


def new_owner(name: str, kind: str = "", source: str = "") -> Organisation:
    """An unsaved organisation of this name, its kind told from the name where none is given."""
    field = "name_en" if text_language(name) == "en" else "name_zh"
    return Organisation(kind=kind or kind_by_name(name), source=source[:300], **{field: name})
