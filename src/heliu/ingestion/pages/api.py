"""Pages by HTTP: the same filters, rules and actions as on the platform's own pages."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import QuerySet
from django.http import FileResponse, Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, JSONParser, MultiPartParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from heliu.accounts.errors import DuplicateOrganisation
from heliu.accounts.models import User
from heliu.catalog.selectors import own_organisations
from heliu.catalog.serializers import READ_SERIALIZERS, WRITE_SERIALIZERS, OrganisationSerializer
from heliu.ingestion.pages import actions
from heliu.ingestion.pages.errors import NotReadYet, PageError
from heliu.ingestion.pages.files import file_of
from heliu.ingestion.pages.filtersets import PageFilterSet
from heliu.ingestion.pages.functions import FUNCTIONS
from heliu.ingestion.pages.models import Page, PageVersion
from heliu.ingestion.pages.proposals import propose
from heliu.ingestion.pages.selectors import (
    current_version,
    drafted_from,
    get_mention,
    get_readable_page,
    get_version,
    mentions_of,
    targets_for,
    visible_pages,
)
from heliu.ingestion.pages.serializers import (
    AddPageSerializer,
    DecideMentionSerializer,
    DraftedRecordSerializer,
    DraftRecordSerializer,
    MentionSerializer,
    PageRefusedSerializer,
    PageSerializer,
    PageVersionSerializer,
    PlatformFunctionSerializer,
    ProposedFieldSerializer,
    RegisterMentionedSerializer,
    SharePageSerializer,
)
from heliu.kit.lists.pages import Pages
from heliu.kit.permissions import require
from heliu.kit.refusals import RefusalsMixin
from heliu.kit.uploads import UploadRefused

SHOWN = PageSerializer
REFUSED = OpenApiResponse(PageRefusedSerializer, description="It is not possible as things stand; the text says why.")
KIND = OpenApiParameter("kind", OpenApiTypes.STR, enum=["demand", "achievement", "expert"], required=True)
MENTION = OpenApiParameter("mention", OpenApiTypes.INT, description="What the record is about, if not the whole page.")


@extend_schema_view(
    list=extend_schema(summary="Pages that you may know of", responses=SHOWN(many=True)),
    retrieve=extend_schema(summary="A page", responses=SHOWN),
    create=extend_schema(
        summary="Hand in an address or a file", request=AddPageSerializer,
        responses={202: SHOWN, 422: OpenApiResponse(PageRefusedSerializer, description="Address or file is refused.")},
        description="It is read by the worker. An address that is known already is asked whether it is newer.",
    ),
    destroy=extend_schema(summary="Delete a page with its versions; records made from it stay"),
)  # fmt: skip
class PageViewSet(RefusalsMixin, viewsets.GenericViewSet[Page]):
    """Of those who may read it: who acts for its organisation, and reviewers; shared ones as an excerpt."""

    refusals = (PageError, UploadRefused, DuplicateOrganisation)
    queryset = Page.objects.none()
    serializer_class = SHOWN
    filterset_class = PageFilterSet
    pagination_class = Pages
    permission_classes = [IsAuthenticated]
    parser_classes = [JSONParser, MultiPartParser, FormParser]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> QuerySet[Page]:
        return visible_pages(self.request.user)

    @property
    def _person(self) -> User:
        return cast("User", self.request.user)

    def _shown(self, page: Page, code: int = status.HTTP_200_OK) -> Response:
        return Response(SHOWN(page, context=self.get_serializer_context()).data, status=code)

    def list(self, request: Request) -> Response:
        page: list[Any] = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        return self.get_paginated_response(SHOWN(page, many=True, context=self.get_serializer_context()).data)

    def retrieve(self, request: Request, pk: str) -> Response:
        return self._shown(self.get_object())

    def create(self, request: Request) -> Response:
        wanted = self.sent(AddPageSerializer)
        organisation = wanted["organisation"]
        if wanted.get("file"):
            page = actions.add_upload(actor=self._person, upload=wanted["file"], organisation=organisation)
        else:
            page = actions.add_address(actor=self._person, url=wanted["url"], organisation=organisation)
        return self._shown(page, status.HTTP_202_ACCEPTED)

    def destroy(self, request: Request, pk: str) -> Response:
        actions.delete_page(actor=self._person, page=self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Read a page again: an address is asked whether it is newer", request=None,
        responses={202: SHOWN, 409: REFUSED},
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: str) -> Response:
        """What was read before stays until something newer is read."""
        return self._shown(actions.read_again(actor=self._person, page=self.get_object()), status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="Share an excerpt with members, or no longer", request=SharePageSerializer,
        responses={200: SHOWN, 409: REFUSED},
    )  # fmt: skip
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str) -> Response:
        """Members of verified organisations then see title, source, day and what the page's terms allow of its text."""
        wanted = self.sent(SharePageSerializer)
        return self._shown(
            actions.share_page(actor=self._person, page=self.get_object(), shared=wanted["shared"])
        )  # fmt: skip

    @extend_schema(
        summary="What was read, the newest version first", responses=PageVersionSerializer(many=True), filters=False
    )
    @action(detail=True, methods=["get"], pagination_class=None)
    def versions(self, request: Request, pk: str) -> Response:
        """For those who may read the page whole."""
        page = get_readable_page(request.user, int(pk))
        found = page.versions.exclude(rule="")
        return Response(PageVersionSerializer(found, many=True).data)

    @extend_schema(
        summary="The bytes of a version as they came",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
        parameters=[OpenApiParameter("number", int, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["get"], url_path=r"versions/(?P<number>\d{1,9})/file")
    def file(self, request: Request, pk: str, number: str) -> FileResponse:
        """Always to be saved, never shown: nobody has looked into it."""
        page = get_readable_page(request.user, int(pk))
        return file_of(page, get_version(page, int(number)))

    @extend_schema(summary="What the newest version speaks of", responses=MentionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def mentions(self, request: Request, pk: str) -> Response:
        """In the order in which the text names them."""
        found = list(mentions_of(get_readable_page(request.user, int(pk))))
        context = {**self.get_serializer_context(), "targets": targets_for(request.user, found)}
        return Response(MentionSerializer(found, many=True, context=context).data)

    @extend_schema(
        summary="Say whether a mention is right, and what it is", request=DecideMentionSerializer,
        responses={200: MentionSerializer, 409: REFUSED, 422: REFUSED},
        parameters=[OpenApiParameter("mention_id", int, OpenApiParameter.PATH)],
    )  # fmt: skip
    @action(detail=True, methods=["post"], url_path=r"mentions/(?P<mention_id>\d{1,18})/decide")
    def decide(self, request: Request, pk: str, mention_id: str) -> Response:
        """Where somebody else decided meanwhile, nothing is written."""
        mention = get_mention(get_readable_page(request.user, int(pk)), int(mention_id))
        wanted = self.sent(DecideMentionSerializer)
        decided = actions.decide_mention(
            actor=self._person, mention=mention, turn=wanted["turn"], decision=wanted["decision"],
            kind=wanted.get("kind", ""), target=wanted.get("target", actions.UNCHANGED),
        )  # fmt: skip
        return Response(MentionSerializer(decided, context=self.get_serializer_context()).data)

    @extend_schema(
        summary="Enter an organisation that a page names, for others to claim",
        request=RegisterMentionedSerializer,
        responses={201: OrganisationSerializer, 409: REFUSED},
        parameters=[OpenApiParameter("mention_id", int, OpenApiParameter.PATH)],
    )
    @action(detail=True, methods=["post"], url_path=r"mentions/(?P<mention_id>\d{1,18})/register")
    def register(self, request: Request, pk: str, mention_id: str) -> Response:
        """For reviewers and administrators. The mention is confirmed and tied to it."""
        mention = get_mention(get_readable_page(request.user, int(pk)), int(mention_id))
        wanted = self.sent(RegisterMentionedSerializer)
        made = actions.register_mentioned(actor=self._person, mention=mention, **wanted)
        shown = OrganisationSerializer(made, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="What the page offers for a record", responses=ProposedFieldSerializer(many=True), filters=False,
        parameters=[KIND, MENTION],
    )  # fmt: skip
    @action(detail=True, methods=["get"], pagination_class=None)
    def proposal(self, request: Request, pk: str) -> Response:
        """Each field with the words that it rests on and the rule that read them."""
        page, version = self._read_page(pk)
        kind = request.query_params.get("kind", "")
        if kind not in WRITE_SERIALIZERS:
            raise ValidationError({"kind": ["demand, achievement or expert"]})
        mention = self._mention(page, request.query_params.get("mention"))
        return Response(ProposedFieldSerializer(propose(page, version, kind, mention), many=True).data)

    @extend_schema(
        methods=["get"], summary="Records that were made from a page", responses=DraftedRecordSerializer(many=True),
        filters=False,
    )  # fmt: skip
    @extend_schema(
        methods=["post"], summary="Make a record from a page: a draft that knows where its fields came from",
        request=DraftRecordSerializer, responses={201: OpenApiTypes.OBJECT, 409: REFUSED, 422: REFUSED},
    )  # fmt: skip
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def records(self, request: Request, pk: str) -> Response:
        """What is as the page proposed it is kept as coming from the page, everything else as written by the caller."""
        page, _version = self._read_page(pk)
        if request.method == "GET":
            return Response(DraftedRecordSerializer(drafted_from(request.user, page), many=True).data)
        wanted = self.sent(DraftRecordSerializer)
        organisation = own_organisations(request.user).filter(pk=wanted["organisation"]).first()
        if organisation is None:
            raise ValidationError({"organisation": ["No organisation of yours."]})
        require(self._person, "ingestion.draft_record", page)
        written = WRITE_SERIALIZERS[wanted["kind"]](data=wanted["values"])
        written.is_valid(raise_exception=True)
        record = actions.draft_record(
            actor=self._person, page=page, kind=wanted["kind"], organisation=organisation, fields=written.written(),
            mention=self._mention(page, wanted.get("mention")), rights_held=wanted["rights_held"],
        )  # fmt: skip
        shown = READ_SERIALIZERS[wanted["kind"]](record, context=self.get_serializer_context())
        return Response(shown.data, status=status.HTTP_201_CREATED)

    def _read_page(self, pk: str) -> tuple[Page, PageVersion]:
        page = get_readable_page(self.request.user, int(pk))
        version = current_version(page)
        if version is None:
            raise NotReadYet(running=page.is_running)
        return page, version

    def _mention(self, page: Page, pk: Any) -> Any:
        if pk in (None, ""):
            return None
        if not str(pk).isdecimal() or len(str(pk)) > 18:
            raise Http404
        return get_mention(page, int(pk))

    @extend_schema(
        summary="What a region asks for, and what Heliu does about it", responses=PlatformFunctionSerializer(many=True),
        filters=False,
    )  # fmt: skip
    @action(detail=False, methods=["get"], pagination_class=None)
    def functions(self, request: Request) -> Response:
        """``stands``: there, there in part, or not there yet."""
        return Response(PlatformFunctionSerializer(FUNCTIONS, many=True).data)
