"""A poster of one lecture or one course: its words as plain data. Reads only. No layout: that is poster.typ."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope
from wagtail.models import Site

from cms.paper import codes
from cms.paper.booklet import contact_of
from cms.paper.conditions import Row
from cms.paper.lectures import Known, told
from lectures.eras import full_day, time_range
from lectures.models import CoursePage, CoursePageMeeting, LecturePage, OfficeSettings
from lectures.zones import local

MOST_MEETINGS = 16


@dataclass(frozen=True)
class Poster:
    language: str
    town: str
    kicker: str
    title: str
    summary: str
    facts: tuple[Row, ...]
    meetings_heading: str
    # (when, what) of each.
    meetings: tuple[Row, ...]
    more: str
    how_heading: str
    how: tuple[str, ...]
    contact: tuple[Row, ...]
    address: str
    code: str
    code_words: str
    proof: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def office_of(site: Site) -> OfficeSettings:
    found = OfficeSettings.objects.filter(site=site).first()
    return found or OfficeSettings(site=site, town_name=site.site_name)


def poster_of(page: LecturePage | CoursePage, *, site: Site, draft: bool) -> Poster:
    """In the page's own language, whoever asks. A draft says on its face what it is."""
    with override(page.locale.language_code), scope(site=site):
        office = office_of(site)
        if isinstance(page, LecturePage):
            return _of_lecture(page, office, draft=draft)
        shown = page.get_latest_revision_as_object() if draft else page
        return _of_course(shown, office, draft=draft)


def _of_lecture(page: LecturePage, office: OfficeSettings, *, draft: bool) -> Poster:
    one = told(page, known=Known(office.site), draft=draft)
    facts = [
        (_("時間"), one.minutes), (_("対象"), one.audience), *one.all_conditions,
        (_("費用"), one.cost), *one.others, (_("うかがう課"), one.department_names),
    ]  # fmt: skip
    how = [
        _("市の職員が、みなさんの集まりにうかがってお話しします。会場は、申し込む人が用意します。"),
        _("QRコードのページか、電話で申し込めます。"),
    ]
    return _poster(
        page,
        office,
        kicker=f"{office.scheme_name}　{one.number}",
        said=(one.title, one.summary),
        facts=facts,
        how=how,
        contact=list(contact_of(office)),
        draft=draft,
    )


def _of_course(page: CoursePage, office: OfficeSettings, *, draft: bool) -> Poster:
    contact = page.contact or page.provider.contact
    facts = [
        (_("お知らせ"), news_of(page)),
        (_("会場"), page.place),
        (_("対象"), page.audience or _("どなたでも")),
        (_("定員"), _("%(people)s人") % {"people": page.capacity} if page.capacity else ""),
        (_("受講料"), page.fee_words),
        (_("受付期間"), intake_of(page)),
    ]
    how = [_("申込みは、%(provider)sが受け付けます。") % {"provider": page.provider.name}]
    return _poster(
        page,
        office,
        kicker=_("公開講座（中止）") if page.is_cancelled else _("公開講座"),
        said=(page.title, page.summary),
        facts=facts,
        how=how,
        contact=[(_("開くところ"), page.provider.name), (_("連絡先"), contact)],
        meetings=meetings_of(page),
        draft=draft,
    )


def intake_of(page: CoursePage) -> str:
    said = ""
    if page.intake_from:
        said = _("%(day)sから") % {"day": full_day(page.intake_from)}
    if page.intake_until:
        said += _("%(day)sまで") % {"day": full_day(page.intake_until)}
    return said


def meetings_of(page: CoursePage) -> list[Row]:
    """(when, what) of each meeting in the order of their days."""
    return [(" ".join(filter(None, when_of(row))), _what(row)) for row in page.dates()]


def when_of(row: CoursePageMeeting) -> tuple[str, str]:
    """The day, and the hours where it has any."""
    starts, ends = local(row.starts_at), local(row.ends_at)
    return full_day(starts.date()), "" if row.all_day else time_range(starts, ends)


def _what(row: CoursePageMeeting) -> str:
    off = _("（中止）") if row.cancelled else ""
    return "　".join(filter(None, [off, row.title, row.lecturer, row.room]))


def news_of(page: CoursePage) -> str:
    """That it will not be held, or what else the editor wrote of its state."""
    off = page.intake()[1] if page.is_cancelled else ""
    return " ".join(filter(None, [off, page.standing_note]))


def _poster(
    page: LecturePage | CoursePage,
    office: OfficeSettings,
    *,
    kicker: str,
    said: tuple[str, str],
    facts: Iterable[Row],
    how: Sequence[str],
    contact: Iterable[Row],
    draft: bool,
    meetings: Sequence[Row] = (),
) -> Poster:
    address, more = page.full_url or "", len(meetings) - MOST_MEETINGS
    return Poster(
        language=page.locale.language_code,
        town=office.town_name,
        kicker=kicker,
        title=said[0],
        summary=said[1],
        facts=tuple(row for row in facts if row[1]),
        meetings_heading=_("日程（全%(count)s回）") % {"count": len(meetings)} if meetings else "",
        meetings=tuple(meetings[:MOST_MEETINGS]),
        more=_("ほか%(count)s回は、QRコードのページへ") % {"count": more} if more > 0 else "",
        how_heading=_("申込み"),
        how=tuple(how),
        contact=tuple(row for row in contact if row[1]),
        address=address,
        code=codes.drawn(address),
        code_words=_("くわしい内容と申込みのQRコード"),
        proof=_("校正用") if draft else "",
    )
