"""What a page's head says of it to machines: Open Graph, JSON-LD (schema.org), the feeds.

Data only: the JSON-LD block runs nothing, and nothing in it can end it. No words to translate.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.feeds import pages
from cms.feeds.news import words_of
from cms.models import ArticlePage, HomePage
from lectures.courses.unsaid import ASK
from lectures.models import CoursePage, LecturePage, ProgrammePage
from lectures.zones import local

if TYPE_CHECKING:
    from cms.context import Frame

_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
_LOCALES = {"ja": "ja_JP", "en": "en_GB"}
_SCHEMA = "https://schema.org"


def head(request: HttpRequest, frame: "Frame") -> SafeString:
    """Nothing for pages that Wagtail did not serve: a form has nothing to tell a search engine."""
    page = getattr(request, "served_page", None)
    if page is None:
        return mark_safe("")
    address = page.get_full_url(request) or ""
    parts = [_tags(page, address, frame=frame, request=request), _feeds(page)]
    if facts := facts_of(page, address, frame=frame):
        parts.append(_script(facts))
    return mark_safe("".join(parts))


def _tags(page: Page, address: str, *, frame: "Frame", request: HttpRequest) -> SafeString:
    summary = words_of(page)
    tags = [
        ("og:title", page.title),
        ("og:description", summary),
        ("og:type", "article" if isinstance(page, ArticlePage) else "website"),
        ("og:url", address),
        ("og:site_name", f"{frame.town_name} {frame.scheme_name}".strip()),
        ("og:locale", _LOCALES.get(page.locale.language_code, "ja_JP")),
    ]
    for name, value in _picture(page, request=request):
        tags.append((name, value))
    links = '<meta name="description" content="{}">\n<link rel="canonical" href="{}">\n'
    return format_html(links, summary, address) + format_html_join(
        "", '<meta property="{}" content="{}">\n', tags
    )


def _picture(page: Page, *, request: HttpRequest) -> list[tuple[str, str]]:
    """The first picture of the page, in the size that the page shows it in."""
    for block in getattr(page, "body", None) or ():
        if block.block_type == "picture" and (image := block.value.get("image")):
            shown = image.get_rendition("width-880")
            url = request.build_absolute_uri(shown.url)
            return [("og:image", url), ("og:image:alt", block.value.get("alt", ""))]
    return []


def _feeds(page: Page) -> SafeString:
    links = [
        ("application/rss+xml", "RSS", reverse("feed-rss", args=["new"])),
        ("application/atom+xml", "Atom", reverse("feed-atom", args=["new"])),
    ]
    if isinstance(page, CoursePage) and page.course_id:
        address = reverse("calendar-course", args=[page.course.public_id])
        links.append(("text/calendar", _("この公開講座の日程"), address))
    if isinstance(page, ProgrammePage):
        address = reverse("calendar-programme", args=[page.translation_key])
        links.append(("text/calendar", page.title, address))
    return format_html_join("", '<link rel="alternate" type="{}" title="{}" href="{}">\n', links)


def _script(facts: dict[str, Any]) -> SafeString:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    return format_html('<script type="application/ld+json">{}</script>\n', mark_safe(text))


def facts_of(page: Page, address: str, *, frame: "Frame") -> dict[str, Any]:
    """schema.org's words for the page; empty for a list."""
    town = _town(frame)
    about = {
        "@context": _SCHEMA,
        "name": page.title,
        "description": words_of(page),
        "url": address,
        "inLanguage": page.locale.language_code,
    }
    if isinstance(page, LecturePage):
        return about | _lecture(page, town)
    if isinstance(page, CoursePage):
        return about | _course(page, town)
    if isinstance(page, ArticlePage):
        return about | _article(page, town)
    if isinstance(page, HomePage):
        return about | {"@type": "WebSite", "publisher": town} | _search(frame)
    return {}


def _town(frame: "Frame") -> dict[str, Any]:
    name = frame.town_name or frame.site_url or "-"  # an office that is not set up yet has none
    known: dict[str, Any] = {
        "@type": "GovernmentOrganization",
        "name": name,
        "telephone": frame.phone,
        "address": frame.postal_address,
        "url": frame.site_url,
        "logo": f"{frame.site_url}{static('img/favicon.svg')}",
    }
    if frame.office_name:
        known["department"] = {"@type": "GovernmentOrganization", "name": frame.office_name}
    return {name: value for name, value in known.items() if value}


def _search(frame: "Frame") -> dict[str, Any]:
    target = f"{frame.site_url}{reverse('search')}?q={{q}}"
    return {
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=q",
        }
    }


_MODES = {"in_person": "onsite", "online": "online", "both": "blended"}


def _lecture(page: LecturePage, town: dict[str, Any]) -> dict[str, Any]:
    """A course whose day the group chooses: an instance without a date."""
    instance = {
        "@type": "CourseInstance",
        "courseMode": _MODES[page.format],
        "courseWorkload": f"PT{page.minutes}M",
        "location": {"@type": "Place", "name": town["name"], "address": town["name"]},
    }
    return {
        "@type": "Course",
        "courseCode": page.number,
        "about": page.category.name,
        "provider": town,
        "timeRequired": f"PT{page.minutes}M",
        "hasCourseInstance": [instance],
        **_price(page.cost_note),
        **_audience(page.audience),
    }


def _course(page: CoursePage, town: dict[str, Any]) -> dict[str, Any]:
    provider = {"@type": "Organization", "name": page.provider.name}
    if page.provider.website:
        provider["url"] = page.provider.website
    place = page.place or page.provider.name
    where = {"@type": "Place", "name": place, "address": place}
    dates = page.dates()
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": _MODES.get(page.format, "onsite"),
        "location": where,
        "subEvent": [_meeting(page, at, where=where, provider=provider) for at in dates],
    }
    if dates:
        instance["startDate"] = _moment(dates[0], dates[0].starts_at)
        instance["endDate"] = _moment(dates[-1], dates[-1].ends_at)
    if hours := page.hours():
        instance["courseWorkload"] = f"PT{int(hours * 60)}M"
    if page.capacity:
        instance["maximumAttendeeCapacity"] = page.capacity
    return {
        "@type": "Course",
        "provider": provider,
        "hasCourseInstance": [instance],
        **({"sponsor": town} if _takes_part(page) else {}),
        **({"isBasedOn": page.source_url} if page.source_url else {}),
        **({"educationalCredentialAwarded": _award(page)} if _award(page) else {}),
        **_price(page.fee_note),
        **_audience(page.audience),
    }


def _takes_part(page: CoursePage) -> bool:
    """A course that the town only tells of is not the town's."""
    if page.city_role == page.CityRole.INTRODUCED:
        return False
    return bool(page.city_role or page.city_part)


def _award(page: CoursePage) -> str:
    """Of a certificate and of points, as the page says them."""
    certificate = page.get_certificate_display() if page.certificate else ""
    return "、".join(filter(None, [str(certificate), page.credit_points]))


def _moment(meeting: Any, moment: datetime) -> str:
    """Without an hour where the meeting has none."""
    at = local(moment)
    return at.date().isoformat() if meeting.all_day else at.isoformat()


def _meeting(page: CoursePage, at: Any, *, where: Any, provider: Any) -> dict[str, Any]:
    off = page.is_cancelled or at.cancelled
    return {
        "@type": "EducationEvent",
        "name": at.title or page.title,
        "startDate": _moment(at, at.starts_at),
        "endDate": _moment(at, at.ends_at),
        "eventStatus": f"{_SCHEMA}/{'EventCancelled' if off else 'EventScheduled'}",
        "eventAttendanceMode": f"{_SCHEMA}/OfflineEventAttendanceMode",
        "location": where,
        "organizer": provider,
        **({"performer": {"@type": "Person", "name": at.lecturer}} if at.lecturer else {}),
    }


def _article(page: ArticlePage, town: dict[str, Any]) -> dict[str, Any]:
    told = {
        "@type": "WebPage" if page.in_footer else "NewsArticle",
        "headline": page.title,
        "publisher": town,
        "author": town,
        "dateModified": local(pages.changed(page)).isoformat(),
    }
    if page.first_published_at:
        told["datePublished"] = local(page.first_published_at).isoformat()
    return told


def _price(note: str) -> dict[str, Any]:
    """What an editor wrote about money is a sentence; only its absence is a number."""
    if note == ASK:
        return {}
    if note:
        offer = {"@type": "Offer", "category": "Paid", "description": note}
        return {"isAccessibleForFree": False, "offers": [offer]}
    free = {"@type": "Offer", "category": "Free", "price": 0, "priceCurrency": "JPY"}
    return {"isAccessibleForFree": True, "offers": [free]}


def _audience(words: str) -> dict[str, Any]:
    return (
        {"audience": {"@type": "Audience", "audienceType": words}} if words not in ("", ASK) else {}
    )
