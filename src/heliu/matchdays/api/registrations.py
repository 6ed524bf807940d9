"""Taking part in a day."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.selectors import get_visible_organisation
from heliu.catalog.selectors import get_visible_record
from heliu.kit.permissions import allowed, require
from heliu.matchdays import actions
from heliu.matchdays.api._base import REFUSED, OfDay
from heliu.matchdays.models import Entry, Registration
from heliu.matchdays.selectors.days import registrations_of
from heliu.matchdays.selectors.entries import entries_of, get_entry, suggestions_for
from heliu.matchdays.serializers.days import (
    AvoidanceSerializer,
    AvoidSerializer,
    ChangeEntrySerializer,
    EnterSerializer,
    EntrySerializer,
    ListedSerializer,
    OrganisationIdSerializer,
    RegisterSerializer,
    RegistrationSerializer,
    SuggestionSerializer,
    WishesSerializer,
)


class RegistrationsView(OfDay):
    """Registrations of a day: all of them for its organisers, their own for others."""

    @extend_schema(summary="Registrations of a day", responses=RegistrationSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        day = self.day()
        found: Any = registrations_of(request.user, day)
        if allowed(request.user, "matchdays.run_day", day):
            found = day.registrations.standing().select_related("organisation")
        return Response(RegistrationSerializer(found, many=True).data)

    @extend_schema(
        summary="Take part with an organisation", request=RegisterSerializer,
        responses={201: RegistrationSerializer, 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int) -> Response:
        day, wanted = self.day(), self.read(RegisterSerializer)
        organisation = get_visible_organisation(request.user, wanted["organisation"])
        registration = actions.register(
            actor=request.user, day=day, organisation=organisation, listed=wanted["listed"]
        )  # fmt: skip
        return Response(RegistrationSerializer(registration).data, status=status.HTTP_201_CREATED)


class RegistrationView(OfDay):
    """One registration."""

    @extend_schema(
        summary="Whether the organisation is named in the public programme", request=ListedSerializer,
        responses={200: RegistrationSerializer, 409: REFUSED},
    )  # fmt: skip
    def patch(self, request: Request, pk: int, registration: int) -> Response:
        found = actions.change_registration(
            actor=request.user, registration=self.registration(), **self.read(ListedSerializer)
        )
        return Response(RegistrationSerializer(found).data)

    @extend_schema(summary="Withdraw from a day", responses={204: None, 409: REFUSED})
    def delete(self, request: Request, pk: int, registration: int) -> Response:
        actions.withdraw_registration(actor=request.user, registration=self.registration())
        return Response(status=status.HTTP_204_NO_CONTENT)


class EntriesView(OfDay):
    """The records with which an organisation takes part."""

    @extend_schema(summary="Records of an organisation on a day", responses=EntrySerializer(many=True))
    def get(self, request: Request, pk: int, registration: int) -> Response:
        return Response(EntrySerializer(entries_of(self.registration()), many=True, context=self.context()).data)

    @extend_schema(
        summary="Take part with a record", request=EnterSerializer, responses={201: EntrySerializer, 409: REFUSED}
    )
    def post(self, request: Request, pk: int, registration: int) -> Response:
        wanted = self.read(EnterSerializer)
        record = get_visible_record(request.user, wanted.pop("kind"), wanted.pop("record"))
        entry = actions.enter_record(actor=request.user, registration=self.registration(), record=record, **wanted)
        return Response(EntrySerializer(entry, context=self.context()).data, status=status.HTTP_201_CREATED)


class OfEntry(OfDay):
    """A view below an entry."""

    def entry(self) -> Entry:
        return get_entry(self.registration(), self.kwargs["entry"])


class EntryView(OfEntry):
    """One of them."""

    @extend_schema(
        summary="Change how often and when a record can meet", request=ChangeEntrySerializer,
        responses={200: EntrySerializer, 409: REFUSED},
    )  # fmt: skip
    def patch(self, request: Request, pk: int, registration: int, entry: int) -> Response:
        changed = actions.change_entry(actor=request.user, entry=self.entry(), **self.read(ChangeEntrySerializer))
        return Response(EntrySerializer(changed, context=self.context()).data)

    @extend_schema(summary="Take a record out of a day", responses={204: None, 409: REFUSED})
    def delete(self, request: Request, pk: int, registration: int, entry: int) -> Response:
        actions.withdraw_entry(actor=request.user, entry=self.entry())
        return Response(status=status.HTTP_204_NO_CONTENT)


class SuggestionsView(OfEntry):
    """Whom a record might meet."""

    @extend_schema(summary="Whom a record might meet, best first", responses=SuggestionSerializer(many=True))
    def get(self, request: Request, pk: int, registration: int, entry: int) -> Response:
        return self._suggestions(self.entry())

    @extend_schema(
        summary="State whom it would rather meet, and whom not", request=WishesSerializer,
        responses={200: SuggestionSerializer(many=True), 409: REFUSED},
    )  # fmt: skip
    def put(self, request: Request, pk: int, registration: int, entry: int) -> Response:
        own = self.entry()
        actions.state_wishes(actor=request.user, entry=own, **self.read(WishesSerializer))
        return self._suggestions(own)

    def _suggestions(self, entry: Entry) -> Response:
        require(self.request.user, "matchdays.change_registration", entry.registration)
        return Response(SuggestionSerializer(suggestions_for(self.request.user, entry), many=True).data)


class AvoidancesView(OfDay):
    """Organisations that an organisation does not want to meet."""

    @extend_schema(
        summary="Whom an organisation does not want to meet", responses=AvoidanceSerializer(many=True)
    )  # fmt: skip
    def get(self, request: Request, pk: int, registration: int) -> Response:
        return self._avoidances(self.registration())

    @extend_schema(
        summary="Do not meet an organisation", request=AvoidSerializer,
        responses={200: AvoidanceSerializer(many=True), 409: REFUSED},
    )  # fmt: skip
    def post(self, request: Request, pk: int, registration: int) -> Response:
        wanted, own = self.read(AvoidSerializer), self.registration()
        other = get_visible_organisation(request.user, wanted.pop("organisation"))
        actions.avoid_organisation(actor=request.user, registration=own, organisation=other, **wanted)
        return self._avoidances(own)

    @extend_schema(
        summary="Take it back", request=OrganisationIdSerializer,
        responses={200: AvoidanceSerializer(many=True), 409: REFUSED},
    )  # fmt: skip
    def put(self, request: Request, pk: int, registration: int) -> Response:
        own = self.registration()
        other = get_visible_organisation(request.user, self.read(OrganisationIdSerializer)["organisation"])
        actions.meet_again(actor=request.user, registration=own, organisation=other)
        return self._avoidances(own)

    def _avoidances(self, registration: Registration) -> Response:
        found = registration.avoidances.select_related("organisation")
        return Response(AvoidanceSerializer(found, many=True).data)
