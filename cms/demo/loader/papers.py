"""Paper: a notice that was issued, a day that is half settled, groups told by post and by fax."""

from dataclasses import replace
from datetime import datetime, timedelta

from bookings.actions import day_plans, deciding, papering
from bookings.actions.moves import Actor, By
from bookings.emails.on_paper import Formalities
from bookings.models import LectureSession
from bookings.status import Reason, SessionState, Way
from cms.demo.loader import stories
from cms.demo.loader.menu import Lectures
from cms.demo.loader.people import group
from cms.demo.loader.stories import OFFICE, Wanted
from lectures.eras import fiscal_year_of
from lectures.models import Centre, OfficeSettings
from lectures.zones import local

SENDERS = "みかがみ市長　山田 太郎\nみかがみ市教育委員会教育長　中村 和子\nみかがみ市 生涯学習課長"
DEPARTMENT = By(Actor.DEPARTMENT, Way.WEB)


def load(lectures: Lectures, *, at: datetime) -> None:
    OfficeSettings.objects.update(paper_senders=SENDERS)
    coming = LectureSession.objects.filter(state=SessionState.PLANNED, starts_at__gt=at)
    for session in coming.order_by("starts_at", "pk")[:2]:
        _settled(session, at=at)
    menu = lectures.of(fiscal_year_of(local(at).date()))
    for number, way in enumerate(("post", "fax")):
        _refused(menu[number + 2], number=number, way=way, at=at)


def _settled(session: LectureSession, *, at: datetime) -> None:
    papering.issue(
        request_id=session.request_id,
        kind=papering.Kind.DECISION,
        how=Formalities(
            number=f"生学第{100 + session.request_id}号",
            dated=local(at).date() - timedelta(days=1),
            sender=SENDERS.splitlines()[0],
            seal_omitted=True,
        ),
        session=session,
        by=OFFICE,
        at=at - timedelta(days=1),
    )
    day_plans.change(
        session_id=session.pk,
        facts={
            "met_on": local(at).date() - timedelta(days=1),
            "met_by": "担当課と団体の連絡する人",
            "people": 22,
            "parking": "建物の裏に1台。「市役所」の札を立ててあります",
            "key": "管理人が30分前に開けます",
            "kit": "マイクは会場。パソコンと映写機は市が持っていきます",
            "department_phone": "00000000305",
        },
        seen=0,
        by=DEPARTMENT,
        at=at - timedelta(hours=20),
    )


def _refused(lecture: object, *, number: int, way: str, at: datetime) -> None:
    known = replace(
        group(20 + number),
        notify_by=way,
        email="",
        postcode="0000000" if way == "post" else "",
        address="みかがみ市西鏡2-3-4" if way == "post" else "",
        fax="0000000211" if way == "fax" else "",
    )
    wanted = Wanted(
        lecture=lecture,  # type: ignore[arg-type]
        group=known,
        centre=Centre.objects.order_by("code")[0],
        day=local(at).date() + timedelta(days=60 + number),
        way=Way.POST if way == "post" else Way.FAX,
    )
    request = stories.request(wanted, at=at - timedelta(days=2))
    deciding.refuse(
        request_id=request.pk,
        by=OFFICE,
        at=at - timedelta(hours=3),
        reason=Reason.LECTURER_BUSY,
        words="その月は、講師の予定がうまっています。翌月なら、うかがえます。",
    )
