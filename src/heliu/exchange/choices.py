"""Closed lists of what goes out."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entity(models.TextChoices):
    """What an item that goes out is, in the words of the OpenAIRE profile; a demand has none there."""

    PUBLICATION = "publication", _("Publication")
    PRODUCT = "product", pgettext_lazy("entity of an exchange format", "Product")
    PATENT = "patent", _("Patent")
    PERSON = "person", pgettext_lazy("entity of an exchange format", "Person")
    ORGUNIT = "orgunit", pgettext_lazy("entity of an exchange format", "Organisation")
    PROJECT = "project", _("Project")
    DEMAND = "demand", _("Demand")

    @property
    def folder(self) -> str:
        """The first part of an item's internal id, as in ``Products/12``."""
        return {"orgunit": "OrgUnits"}.get(self.value, f"{self.value.capitalize()}s")


CERIF_ENTITIES = tuple(entity for entity in Entity if entity != Entity.DEMAND)
"""Those that the OpenAIRE profile can say."""

SETS: dict[str, Entity | None] = {
    "openaire_cris_publications": Entity.PUBLICATION,
    "openaire_cris_products": Entity.PRODUCT,
    "openaire_cris_patents": Entity.PATENT,
    "openaire_cris_persons": Entity.PERSON,
    "openaire_cris_orgunits": Entity.ORGUNIT,
    "openaire_cris_projects": Entity.PROJECT,
    "openaire_cris_funding": None,
    "openaire_cris_events": None,
    "openaire_cris_equipments": None,
    "demands": Entity.DEMAND,
}
"""OAI-PMH set → what it holds; None: the profile asks for the set, and nothing here is of that sort yet."""

SET_OF = {entity: name for name, entity in SETS.items() if entity is not None}
"""What an item is → the set that it stands in."""

MAIN_ENTITY = {
    "demand": Entity.DEMAND, "achievement": Entity.PRODUCT, "expert": Entity.PERSON, "organisation": Entity.ORGUNIT,
}  # fmt: skip
"""Kind of a record → what it is where it goes out; its works and rights are items of their own beside it."""
