"""Rows that are only ever added: logs, and what somebody has put their name to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Something tried to change or delete what is only ever added to."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is append-only: its entries are neither changed nor deleted.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Adds and reads. Retention and the end of an account go past it, through the base manager."""

    def _refuse(self) -> NoReturn:
        raise AppendOnlyError(self.model.__name__)

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        self._refuse()

    def bulk_create(
        self, objs: Iterable[Any], batch_size: int | None = None, ignore_conflicts: bool = False,
        update_conflicts: bool = False, update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[Any]:  # fmt: skip
        if update_conflicts:
            self._refuse()
        return super().bulk_create(objs, batch_size, ignore_conflicts)


class AppendOnlyModel(models.Model):
    """A row that cannot be changed or deleted once it is there."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(type(self).__name__)
