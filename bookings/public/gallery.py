"""講座のようす: published photos on the page of their year, and each at its own address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bookings.models import SessionPhoto
from bookings.pictures import shown

MOST = 6


def gallery(year: int) -> list[SessionPhoto]:
    """The latest of that fiscal year. Of the session only its lecture is named, never the group."""
    rows = SessionPhoto.objects.published().filter(session__fiscal_year__year=year)
    return list(rows.select_related("session__lecture").order_by("-published_at", "-pk")[:MOST])


@require_safe
@cache_control(public=True, max_age=3600)  # not longer: one that is taken back is gone in an hour
def picture(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return shown(request, get_object_or_404(SessionPhoto.objects.published(), public_id=public_id))
