"""当日票: the facts of one day for both sides, as blocks. Reads one session and its plan."""

from base64 import b64encode
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.emails import facts
from bookings.models import DayPlan, LectureSession, audience
from bookings.papers.blocks import (
    Beside,
    Block,
    Footer,
    Heading,
    Lines,
    Paragraph,
    Picture,
    Record,
    Sheet,
    Title,
)
from bookings.papers.qr import qr_of
from bookings.spelling import SpellingError
from bookings.spelling.numbers import parse_neighbour
from bookings.status import TalkLanguage
from lectures.eras import clock_time, short_day, time_range, wareki
from lectures.zones import local

OPEN = gettext_lazy("（まだ決まっていません）")
MAP_MM = (84, 58)
_TYPEABLE = 100  # letters that somebody would type from paper


def day_blocks(session: LectureSession) -> Iterator[Block]:
    """Everything that fits one A4: what, where, who to call, how to get in."""
    plan = plan_of(session)
    yield Record(_what(session, plan), framed=True)
    yield Heading("当日の電話")
    yield Record(_phones(session, plan), framed=True)
    yield Heading("会場に着いたら")
    yield Record(_there(plan), framed=True)
    yield from _map(session, plan)
    if not plan.map_picture:  # which takes that room
        code = _audience_code(session, size_mm=22)
        yield Beside((Lines("メモ", 2),), (Heading("聞いた人のアンケート"), *code))


def audience_sheet(session: LectureSession) -> Sheet:
    """One A4, read from the back of a hall: the lecture, the code, the address to type."""
    address, office = audience.address_of(session), facts.office()
    with translation.override("ja"):
        day = wareki(local(session.starts_at).date())
        return Sheet(
            "聞いた人のアンケート",
            (
                Title("アンケートに答えてください"),
                Paragraph(f"{session.lecture.title}（{day}）", indent=False),
                Paragraph(
                    "電話のカメラで、下のしるしを読みとってください。質問は三つ、1分ほどです。名前は聞きません。",
                    indent=False,
                ),
                *_audience_code(session, size_mm=110),
                Record((("アドレス", address.partition("://")[2]),), framed=True),
                Paragraph("答えられるのは、講座の日から2週間です。", indent=False),
                Footer((f"{office.office_name}　電話 {office.phone}",)),
            ),
            gothic=True,
        )


def _audience_code(session: LectureSession, *, size_mm: int) -> list[Block]:
    address = audience.address_of(session)
    picture = qr_of(address, alt="聞いた人のアンケートを開くQRコード", size_mm=size_mm)
    return [picture] if picture else []


def rows_of(session: LectureSession, plan: DayPlan) -> tuple[tuple[str, str], ...]:
    """What is settled and what is not, for a page."""
    return (*_agreed(session, plan), *_there(plan), *_phones(session, plan))


def plan_of(session: LectureSession) -> DayPlan:
    """The plan as it stands; one that nobody has begun is empty."""
    return DayPlan.objects.filter(session=session).first() or DayPlan(
        session=session, site_id=session.site_id
    )


def _what(session: LectureSession, plan: DayPlan) -> tuple[tuple[str, str], ...]:
    request, starts, ends = session.request, local(session.starts_at), local(session.ends_at)
    weekday = short_day(starts.date()).partition("日")[2]
    names = "、".join(row.name for row in facts.lecturers_told(session))
    address = session.venue_address or (session.centre.address if session.centre else "")
    return (
        (_("日時"), f"{wareki(starts.date())}{weekday}{time_range(starts, ends)}"),
        (_("講座"), f"{session.lecture.number}　{session.lecture.title}"),
        (_("会場"), "\n".join(filter(None, (session.venue, address)))),
        (_("団体"), f"{request.group.name}（{request.reference}）"),
        (_("うかがう人"), f"{session.department.name}　{names or OPEN}"),
        *_agreed(session, plan),
    )


def _agreed(session: LectureSession, plan: DayPlan) -> tuple[tuple[str, str], ...]:
    first = _("%(count)s人（申込みのとき）") % {"count": session.request.people}
    final = _("%(count)s人（確定）") % {"count": plan.people}
    met = f"{short_day(plan.met_on)}　{plan.met_by}".strip() if plan.met_on else str(OPEN)
    asked = session.request
    spoken = (_("話すことば"), str(asked.get_talk_language_display()))
    return (
        (_("人数"), final if plan.people else first),
        *([spoken] if asked.talk_language != TalkLanguage.JAPANESE else []),
        (_("打合せ"), met),
    )


def _phones(session: LectureSession, plan: DayPlan) -> tuple[tuple[str, str], ...]:
    group, office = session.request.group, facts.office()
    own = pretty_phone(plan.group_phone) or pretty_phone(group.phone)
    return (
        (_("団体"), _("%(phone)s　%(name)s さん") % {"phone": own, "name": group.contact_name}),
        (_("うかがう人"), pretty_phone(plan.department_phone) or str(OPEN)),
        (_("事務局"), f"{office.phone}（{office.when_to_call}）"),
    )


def _there(plan: DayPlan) -> tuple[tuple[str, str], ...]:
    return (
        (_("準備の開始"), clock_time(plan.set_up_at) if plan.set_up_at else str(OPEN)),
        (_("公用車"), plan.parking or str(OPEN)),
        (_("鍵"), plan.key or str(OPEN)),
        (_("入口・行き方"), plan.access or str(OPEN)),
        (_("機材・備品"), plan.kit or str(OPEN)),
    )


def _map(session: LectureSession, plan: DayPlan) -> Iterator[Block]:
    picture = _picture(plan)
    code = qr_of(plan.map_link, alt="地図のページを開くQRコード")
    if picture is None and code is None:
        return
    yield Heading("地図")
    shown: list[Block] = [picture] if picture else []
    link: list[Block] = [code] if code else []
    if code and len(plan.map_link) <= _TYPEABLE:
        link.append(Paragraph(plan.map_link, indent=False))
    if picture and code:
        yield Beside(tuple(shown), tuple(link))
    else:
        yield from (*shown, *link)


def _picture(plan: DayPlan) -> Picture | None:
    if not plan.map_picture:
        return None
    data = b64encode(bytes(plan.map_picture)).decode()
    return Picture(plan.map_kind, data, "会場の地図", *MAP_MM)


def pretty_phone(digits: str, *, like: str = "") -> str:
    """With its dashes, where anybody knows them. `like`: a number of the same house as typed."""
    try:
        return parse_neighbour(digits, of=like).pretty if digits else ""
    except SpellingError:
        return digits
