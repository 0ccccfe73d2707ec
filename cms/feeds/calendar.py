"""/feeds/courses.ics and one per course: the meetings of public courses, to subscribe to. GET only.

A meeting keeps its UID; SEQUENCE and LAST-MODIFIED follow the page's newest publication, so they
only grow. No parties: subscribing answers nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import icalendar
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from bookings.calendars.invitation import time_zones
from cms.feeds import pages
from cms.feeds.pages import printable
from config import clock
from lectures.eras import full_day
from lectures.models import CourseMeeting, CoursePage
from lectures.zones import venue_zone

_PRODUCT = "-//Okigaru//Courses//JA"
_KEPT = timedelta(days=366)


@require_safe
@conditional_page
@cache_control(public=True, max_age=900)
def all_courses(request: HttpRequest) -> HttpResponse:
    return _answer(request, _courses(request), name=None)


@require_safe
@conditional_page
@cache_control(public=True, max_age=900)
def one_course(request: HttpRequest, public_id: UUID) -> HttpResponse:
    found = [page for page in _courses(request) if page.course.public_id == public_id]
    if not found:
        raise Http404
    return _answer(request, found, name=found[0].title)


@require_safe
@conditional_page
@cache_control(public=True, max_age=900)
def one_programme(request: HttpRequest, key: UUID) -> HttpResponse:
    """All meetings of all its courses."""
    programme = pages.programme(pages.town_of(request), key, language=pages.language_asked(request))
    if programme is None:
        raise Http404
    wanted = {entry.course_page.translation_key for entry in programme.entries.all()}
    found = [page for page in _courses(request) if page.translation_key in wanted]
    return _answer(request, found, name=programme.title, also=[programme])


def _courses(request: HttpRequest) -> list[CoursePage]:
    return pages.courses(pages.town_of(request), language=pages.language_asked(request))


def _answer(
    request: HttpRequest, found: list[CoursePage], *, name: str | None, also: Sequence[Page] = ()
) -> HttpResponse:
    site, language = pages.town_of(request), pages.language_asked(request)
    with translation.override(language):
        calendar = _calendar(name or _("公開講座の日程"))
        for page in found:
            for event in _events(page, site=site, request=request):
                calendar.add_component(event)
    answer = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Last-Modified"] = http_date(pages.newest([*found, *also]).timestamp())
    answer["Content-Language"] = language
    answer["Content-Disposition"] = 'inline; filename="courses.ics"'
    return answer


def _calendar(name: str) -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", printable(name))
    calendar.add("X-WR-TIMEZONE", str(venue_zone()))
    calendar.add("X-PUBLISHED-TTL", "PT6H")
    for zone in time_zones(venue_zone()):
        calendar.add_component(zone)
    return calendar


def _events(page: CoursePage, *, site: Site, request: HttpRequest) -> Iterable[icalendar.Event]:
    meetings = sorted(page.course.meetings.all(), key=lambda meeting: meeting.order)
    oldest, changed = clock.now() - _KEPT, pages.changed(page)
    words = {meeting.starts_at: meeting for meeting in page.meetings.all()}
    for meeting in meetings:
        if meeting.ends_at >= oldest:
            event = _event(meeting, changed=changed, site=site, cancelled=page.is_cancelled)
            said = words.get(meeting.starts_at, meeting)
            summary = f"{page.title}（{meeting.order}/{len(meetings)}）{said.title}"
            event.add("SUMMARY", printable(summary))
            event.add("LOCATION", printable(" ".join(filter(None, [page.place, said.room]))))
            event.add("DESCRIPTION", printable(described(page, lecturer=said.lecturer)))
            event.add("URL", page.get_full_url(request))
            yield event


def _event(
    meeting: CourseMeeting, *, changed: datetime, site: Site, cancelled: bool
) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", f"{meeting.public_id}@{site.hostname}")
    event.add("SEQUENCE", int((changed - pages.NEVER).total_seconds()))
    event.add("DTSTAMP", changed)
    event.add("LAST-MODIFIED", changed)
    starts, ends = (at.astimezone(venue_zone()) for at in (meeting.starts_at, meeting.ends_at))
    whole = meeting.all_day
    event.add("DTSTART", starts.date() if whole else starts)
    event.add("DTEND", ends.date() + timedelta(days=1) if whole else ends)
    event.add("STATUS", "CANCELLED" if cancelled or meeting.cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT")
    return event


def described(page: CoursePage, *, lecturer: str = "") -> str:
    """Fee, place and how to apply: what somebody needs who only sees the calendar."""
    contact = page.contact or page.provider.contact
    lines = [
        page.standing_note,
        page.summary,
        _("開くところ：%s") % page.provider.name,
        _("講師：%s") % lecturer if lecturer else "",
        _("会場：%s") % page.place if page.place else "",
        _("受講料：%s") % page.fee_words,
        _("定員：%d人") % page.capacity if page.capacity else "",
        _("申込みの締切：%s") % full_day(page.intake_until) if page.intake_until else "",
        _("申込み：%s") % " ".join(filter(None, [contact, page.apply_url]))
        if contact or page.apply_url
        else "",
        _("情報のもと：%s") % " ".join(filter(None, [page.source_name, page.source_url]))
        if page.source_name or page.source_url
        else "",
    ]
    return "\n".join(filter(None, lines))
