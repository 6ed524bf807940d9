"""Reading tasks and files of deals, each time for somebody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from heliu.accounts.choices import PlatformRole
from heliu.accounts.models import Mandate, Membership, User
from heliu.accounts.permissions import acted_for
from heliu.dealflow.models import confidential as confidential_introductions
from heliu.deals.choices import OVER, Stage
from heliu.deals.models import Deal
from heliu.deals.selectors import managers_concerned, people_of, people_offered
from heliu.deals.work.models import DealFile, DealTask, FileQuerySet, TaskQuerySet

_CONFIDENTIAL = confidential_introductions("deal__introduction__")
SOONEST = (F("due_on").asc(nulls_last=True), "pk")
"""The order of tasks: what is due first, then what has no day."""

# -- tasks ----------------------------------------------------------------------------------------


def visible_tasks(user: Any) -> TaskQuerySet:
    """Tasks of the deals that the person may know of, whatever their state."""
    found = DealTask.objects.filter(deal__in=Deal.objects.visible_to(user))
    return found.select_related("deal", "owner", "created_by", "closed_by")


def get_visible_task(user: Any, pk: int, deal: int | None = None) -> DealTask:
    """The task, of this deal where one is named, or "not found"."""
    found = visible_tasks(user).filter(pk=pk)
    task = (found if deal is None else found.filter(deal=deal)).first()
    if task is None:
        raise Http404
    return task


def attended(person: str = "owner") -> Q:
    """Whether somebody of a task's row still acts for one of its deal's sides; nobody does not."""
    of_a_side = Q(organisation=OuterRef("deal__provider")) | Q(organisation=OuterRef("deal__recipient"))
    member = Membership.objects.filter(of_a_side, user=OuterRef(person), user__is_active=True)
    mandated = Mandate.objects.in_force().filter(
        of_a_side, manager=OuterRef(person), manager__is_active=True, manager__role_grants__role=PlatformRole.MANAGER
    )
    managed = Q(Exists(mandated.filter(confidential=True))) | Q(Exists(mandated)) & ~_CONFIDENTIAL
    return Q(Exists(member)) | managed


def _falls_to(user: Any) -> Q:
    """What is nobody's goes to who looks after the deal, and where they left as well to its technology manager."""
    return ~attended() & (Q(deal__owner=user) | ~attended("deal__owner") & Q(deal__manager=user))


def _standing(user: Any) -> QuerySet[DealTask]:
    return visible_tasks(user).open().exclude(deal__stage__in=OVER)


def tasks_owed(user: Any) -> QuerySet[DealTask]:
    """Open tasks that this person has to do: their own, and nobody's of the deals they look after."""
    return _standing(user).filter(Q(owner=user) | _falls_to(user))


def tasks_given(user: Any) -> QuerySet[DealTask]:
    """Open tasks that this person gave to others and that wait for those."""
    return _standing(user).filter(created_by=user).exclude(owner=user).filter(~_falls_to(user))


def due_tasks(user: Any, day: date) -> int:
    """How many of ``tasks_owed`` are due by this day; a deal on hold does not press."""
    return tasks_owed(user).filter(due_on__lte=day).exclude(deal__stage=Stage.ON_HOLD).count()


def tasks_of(deal: Deal) -> list[DealTask]:
    """All tasks of a deal that the caller has fetched for somebody: open ones first, by day; then the latest closed.

    Of each ``unattended`` says whether it is nobody's.
    """
    found = DealTask.objects.filter(deal=deal).select_related("owner", "created_by", "closed_by")
    with_word = list(with_attendance(found).order_by(*SOONEST))
    closed = sorted((one for one in with_word if not one.is_open), key=lambda one: one.closed_at, reverse=True)
    return [one for one in with_word if one.is_open] + closed


def with_attendance(tasks: QuerySet[DealTask]) -> QuerySet[Any]:
    """The tasks with ``unattended``: whether they are nobody's."""
    return tasks.annotate(unattended=~attended())


def people_to_ask(user: Any, deal: Deal, task: DealTask | None = None) -> QuerySet[User]:
    """To whom a person may give a task: who acts for their own side, and of the others those whose names both sides
    know. These are who asked and who answered, who looks after the deal, the technology managers concerned, and who has
    the task now. The other side's further members are nobody's business.
    """
    introduction = deal.introduction
    named = {introduction.asked_by_id, introduction.replied_by_id, task.owner_id if task is not None else None}
    known = Q(pk__in=people_offered(user, deal)) | Q(pk__in=managers_concerned(deal))
    return people_of(deal).filter(known | Q(pk__in=named - {None}))


# -- files ----------------------------------------------------------------------------------------


def _of_side(organisations: frozenset[int]) -> Q:
    return Q(side__in=organisations)


def visible_files(user: Any) -> FileQuerySet:
    """Files of the deals that the person may know of, without those of the other side for its own people alone.

    Those that were removed are among them, without their bytes.
    """
    own = acted_for(user, _of_side, confidential=_CONFIDENTIAL)
    found = DealFile.objects.filter(Q(own_side_only=False) | own, deal__in=Deal.objects.visible_to(user))
    related = ("deal__introduction__demand", "deal__introduction__achievement", "deal__introduction__expert")
    return found.select_related(*related, "side", "uploaded_by", "removed_by")


def get_visible_file(user: Any, pk: int, deal: int | None = None) -> DealFile:
    """A file that is still there, or "not found"."""
    found = visible_files(user).kept().filter(pk=pk)
    file = (found if deal is None else found.filter(deal=deal)).first()
    if file is None:
        raise Http404
    return file


# -- the person's own -----------------------------------------------------------------------------


def personal_work(user: User) -> dict[str, Any]:
    """What tasks and files hold about a person, for the copy of their data."""
    concerned = Q(owner=user) | Q(created_by=user) | Q(closed_by=user)
    tasks = DealTask.objects.filter(concerned).order_by("created_at", "pk")
    files = DealFile.objects.filter(Q(uploaded_by=user) | Q(removed_by=user)).order_by("uploaded_at", "pk")
    return {
        "deal_tasks": [
            {
                "deal": one.deal_id, "title": one.title, "due_on": one.due_on, "state": one.state,
                "note": one.note if one.created_by_id == user.pk else None, "given_by_me": one.created_by_id == user.pk,
                "mine": one.owner_id == user.pk, "created_at": one.created_at,
                "closed_at": one.closed_at if one.closed_by_id == user.pk else None,
            }
            for one in tasks
        ],
        "deal_files": [
            {
                "deal": one.deal_id, "name": one.name, "sha256": one.sha256,
                "uploaded_at": one.uploaded_at if one.uploaded_by_id == user.pk else None,
                "removed_at": one.removed_at if one.removed_by_id == user.pk else None,
            }
            for one in files
        ],
    }  # fmt: skip
