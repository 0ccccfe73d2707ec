"""What groups are asked: a school's classes, help, an address to be confirmed, something to look at."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from bookings.actions import submitting
from bookings.actions.submitting import GroupFacts, Particulars
from bookings.models import ApplicantGroup, BookingRequest
from bookings.rules import Wish
from bookings.spelling.classes import parse_classes
from bookings.status import Care, CareBy, Doubt
from cms.demo.loader.menu import Lectures
from cms.demo.loader.people import group
from cms.demo.loader.stories import GROUP, open_day
from lectures.eras import fiscal_year_of
from lectures.models import Centre, Lecture
from lectures.zones import local

_SCHOOL, _DEAF, _NEW, _HASTY = 6, 7, 8, 9  # places in the menu
_CLASSES = (
    "5年1組 32人 2校時 9:35〜10:20\n5年2組 31人 3校時 10:40〜11:25\n5年3組 33人 4校時 11:30〜12:15"
)


def load(lectures: Lectures, *, at: datetime) -> None:
    menu = lectures.of(fiscal_year_of(local(at).date()))
    # Everybody so far has shown that the mail reached them.
    ApplicantGroup.objects.exclude(email="").update(email_confirmed_at=at - timedelta(days=1))
    _school(menu[_SCHOOL % len(menu)], at=at)
    _send(
        menu[_DEAF % len(menu)],
        at=at,
        group=replace(_caller(), name="みかがみ市聴覚障害者の会", connection="living", members=40),
        care=(Care.SIGN_LANGUAGE.value, Care.CAPTIONING.value),
        care_by=CareBy.CITY.value,
        care_words="手話を使う人が8人います。",
        kit_there=("screen",),
        kit_wanted=("projector",),
        questions="災害のとき、避難所で手話は通じますか。",
    )
    _send(menu[_NEW % len(menu)], at=at, group=group(2))
    hasty = _send(menu[_HASTY % len(menu)], at=at, group=replace(_caller(), connection="none"))
    hasty.doubts = [Doubt.TOO_FAST.value, Doubt.NOT_LOCAL.value]
    hasty.save(update_fields=["doubts"])


def _caller() -> GroupFacts:
    return GroupFacts(
        name="わかば会",
        kind="volunteers",
        contact_name="森 かおる",
        contact_kana="もり かおる",
        phone="00000009001",
        notify_by="phone",
        reachable="平日の午前",
    )


def _school(lecture: Lecture, *, at: datetime) -> None:
    classes = parse_classes(_CLASSES)
    _send(
        lecture,
        at=at,
        group=replace(
            _caller(), name="みかがみ市立北川小学校", kind="school", reachable="放課後 16時〜17時"
        ),
        people=96,
        classes=classes,
        times=(classes[0].starts, classes[-1].ends),
    )


def _send(
    lecture: Lecture,
    *,
    at: datetime,
    times: tuple[time, time] = (time(10), time(12)),
    **said: object,
) -> BookingRequest:
    today = local(at).date()
    centre = Centre.objects.order_by("code")[1]
    day = open_day(lecture, today + timedelta(days=45), part="morning", at=at, centre=centre)
    wanted: dict[str, object] = {"people": 25, **said}
    return submitting.enter(
        lecture_id=lecture.pk,
        particulars=Particulars(
            wishes=(Wish(day, starts=times[0], ends=times[1]),),
            centre_id=centre.pk,
            venue_booked=True,
            **wanted,  # type: ignore[arg-type]
        ),
        by=GROUP,
        at=at - timedelta(hours=4),
    )
