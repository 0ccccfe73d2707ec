"""What the texts to copy are built from: a lecture's or a course's facts, with how important each is."""

from django.utils.translation import gettext as _
from django.utils.translation import override
from django_scopes import scope
from wagtail.models import Site

from cms.paper.conditions import Row
from cms.paper.lectures import Known, Told, told
from cms.paper.poster import intake_of, news_of, office_of, when_of
from cms.paper.texts import Facts, days_in_one
from lectures.eras import short_day
from lectures.models import CoursePage, LecturePage, OfficeSettings
from lectures.zones import local

_Said = tuple[str, str, str, int]


def facts_of(page: LecturePage | CoursePage, *, site: Site, draft: bool) -> Facts:
    """In the page's own language."""
    with override(page.locale.language_code), scope(site=site):
        office = office_of(site)
        if isinstance(page, LecturePage):
            one = told(page, known=Known(site), draft=draft)
            return _of_lecture(one, office)
        return _of_course(page.get_latest_revision_as_object() if draft else page, office)


def _of_lecture(one: Told, office: OfficeSettings) -> Facts:
    said = dict(one.all_conditions)
    until = said.get(_("しめきり"), "")
    how = _("%(until)sに、ホームページか電話で") % {"until": until} if until else ""
    rows: list[_Said] = [
        (_("時間"), one.minutes, "", 40),
        (_("対象"), one.audience, "", 50),
        (_("人数"), said.get(_("人数"), ""), "", 48),
        (_("費用"), one.cost, "", 55),
        (_("うかがえる時間"), said.get(_("うかがえる時間"), ""), "", 30),
        (_("講座の時期"), said.get(_("講座の時期"), ""), "", 58),
        *((label, words, "", 20) for label, words in one.others),
        (_("うかがう課"), one.department_names, "", 18),
        (_("申込み"), how, until, 70),
    ]
    return Facts(
        title=one.title,
        kind=f"{office.scheme_name} {one.number}".strip(),
        summary=one.summary,
        rows=_with_words(rows),
        contact=office.office_name,
        phone=office.phone,
        address=one.address,
    )


def _of_course(page: CoursePage, office: OfficeSettings) -> Facts:
    people = _("%(people)s人") % {"people": page.capacity} if page.capacity else ""
    days, first = _days(page)
    rows: list[_Said] = [
        (_("お知らせ"), news_of(page), "", 90),
        (_("日時"), days, first, 75),
        (_("会場"), page.place, "", 72),
        (_("対象"), page.audience or _("どなたでも"), "", 50),
        (_("定員"), people, "", 45),
        (_("受講料"), page.fee_words, "", 65),
        (_("受付期間"), intake_of(page), "", 70),
        (_("開くところ"), page.provider.name, "", 40),
    ]
    return Facts(
        title=page.title,
        kind=_("公開講座（中止）") if page.is_cancelled else _("公開講座"),
        summary=page.summary,
        rows=_with_words(rows),
        contact=page.provider.name,
        phone=page.contact or page.provider.contact,
        address=page.full_url or "",
    )


def _days(page: CoursePage) -> Row:
    """All of them, and the first with their number: 12月5日（土）から全4回."""
    held = page.held()
    days = [(short_day(local(row.starts_at).date()), when_of(row)[1]) for row in held]
    if len(days) < 2:
        return days_in_one(days), ""
    day = " ".join(filter(None, days[0]))
    first = _("%(day)sから全%(count)s回") % {"day": day, "count": len(days)}
    return days_in_one(days), first


def _with_words(rows: list[_Said]) -> tuple[_Said, ...]:
    return tuple(row for row in rows if row[1])
