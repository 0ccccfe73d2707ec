"""/api/v2/pages/: the open pages as JSON, for programs. Wagtail's API v2, read only.

Only the fields named here leave the house. Nobody is signed in here, so nobody sees more.
"""

from typing import Any

from django.db import DataError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.serializers import IntegerField, ModelSerializer, StringRelatedField
from rest_framework.throttling import AnonRateThrottle
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page, Site

from cms.feeds import pages
from cms.models import ArticlePage, HomePage
from lectures import trees
from lectures.models import (
    CourseIndexPage,
    CoursePage,
    CoursePageMeeting,
    LecturePage,
    MenuPage,
    ProgrammePage,
)

_YEAR = IntegerField(source="fiscal_year.year", read_only=True)
_LECTURES_YEAR = IntegerField(source="lecture.fiscal_year.year", read_only=True, allow_null=True)


class Meeting(ModelSerializer):
    class Meta:
        model = CoursePageMeeting
        fields = ["starts_at", "ends_at", "title", "lecturer", "room", "all_day", "cancelled"]


FIELDS: dict[type, list[APIField]] = {
    HomePage: [APIField("lead")],
    ArticlePage: [APIField("intro"), APIField("body")],
    MenuPage: [APIField("fiscal_year", serializer=_YEAR), APIField("intro")],
    CourseIndexPage: [APIField("intro")],
    ProgrammePage: [APIField("summary"), APIField("body")],
    LecturePage: [
        APIField("number"),
        APIField("summary"),
        APIField("fiscal_year", serializer=_LECTURES_YEAR),
        APIField("category", serializer=StringRelatedField()),
        APIField("department", serializer=StringRelatedField()),
        *map(APIField, ["minutes", "audience", "to_prepare", "cost_note", "accepting", "body"]),
    ],
    CoursePage: [
        APIField("summary"),
        APIField("provider", serializer=StringRelatedField()),
        *map(
            APIField, ["audience", "capacity", "fee_note", "place", "intake_from", "intake_until"]
        ),
        *map(APIField, ["contact", "apply_url", "standing", "standing_note", "hours_given"]),
        *map(APIField, ["certificate", "credit_points", "entry", "source_name", "source_url"]),
        *map(APIField, ["city_role", "city_part", "body"]),
        APIField("meetings", serializer=Meeting(many=True, read_only=True)),
    ],
}
_JOINED = {
    LecturePage: ("category", "department", "lecture__fiscal_year"),
    CoursePage: ("provider",),
    MenuPage: ("fiscal_year",),
}


class Pace(AnonRateThrottle):
    """Enough for a program that reads everything once an hour."""

    rate = "300/min"


class TownPages(PagesAPIViewSet):
    renderer_classes = [JSONRenderer]
    authentication_classes: list[type] = []
    throttle_classes = [Pace]
    # Another town's pages are that town's to give.
    known_query_parameters = PagesAPIViewSet.known_query_parameters - {"site"}
    meta_fields = [
        name for name in PagesAPIViewSet.meta_fields if name not in ("show_in_menus", "alias_of")
    ]

    @classmethod
    def get_body_fields(cls, model: type) -> list[APIField]:
        return [*map(APIField, cls.body_fields), *FIELDS.get(model, [])]

    def get_root_page(self) -> Page:
        return pages.town_of(self.request).root_page

    def get_base_queryset(self) -> Any:
        site = Site.find_for_request(self.request)
        return pages.published(Page, trees.roots(site) if site else [])

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        return found.select_related(*_JOINED.get(found.model, ()), "locale")

    def handle_exception(self, exc: Exception) -> Response:
        """A number that is none, or too large for any database: their mistake, and said so."""
        if isinstance(exc, (ValueError, OverflowError, DataError)):
            return super().handle_exception(BadRequestError("a value could not be read"))
        return super().handle_exception(exc)


router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", TownPages)
