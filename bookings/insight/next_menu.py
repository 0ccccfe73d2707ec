"""来年度のメニューには何を入れるか: blocks of one sentence, a short table and a link each. Reads only.

No personal data: lectures, departments, topics and counts. Nobody is ranked by few numbers.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.counting import Dimension, breakdowns
from bookings.counting.dimensions import labels
from bookings.insight.findings import needs, of_needs, percent
from bookings.insight.lectures_heard import heard
from bookings.insight.tables import nothing, with_every_area
from bookings.insight.waiting import Calendar, middle
from bookings.models import Area, Assignment, BookingRequest, Consultation
from bookings.models.office_days import working_days
from bookings.status import AssignmentRole, Reason, RequestStatus
from lectures.eras import fiscal_year_range
from lectures.models import Department, Lecture, MissedWords
from lectures.zones import local

MOST = 8  # rows of a block: the page is two sheets of paper
_WORDS = 200  # that found nothing: the rest are slips of one finger
FEW = 5  # of fewer answers nothing is concluded
D = Dimension


@dataclass(frozen=True)
class Block:
    """`rows` as they are shown; `more`: how many are not; `rest`: those of them that can be unfolded.

    `link`: (address, words).
    """

    key: str
    title: str
    finding: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    more: int = 0
    link: tuple[str, str] | None = None
    rest: tuple[tuple[str, ...], ...] = ()

    @property
    def tables(self) -> list[list[list[tuple[str, str]]]]:
        """What is shown and what is unfolded; each cell with the name of its column."""
        return [
            [list(zip(self.head, row, strict=True)) for row in rows]
            for rows in (self.rows, self.rest)
        ]


def blocks(year: int, *, at: datetime) -> list[Block]:
    return [
        unasked(year), too_much(year), missed(year), off_menu(year), unmet(year),
        unreached(year, at=at), answers(year, at=at), opinions(year),
    ]  # fmt: skip


def unasked(year: int) -> Block:
    asked = BookingRequest.objects.submitted()
    menu = Lecture.objects.filter(fiscal_year__year=year, off_menu=False).annotate(
        asked=Exists(asked.filter(lecture=OuterRef("pk"))),
        before=Exists(asked.filter(lecture=OuterRef("continued_from"))),
    )
    every = list(menu.select_related("department").order_by("number", "pk"))
    found = [row for row in every if not row.asked]
    twice = sum(row.continued_from_id is not None and not row.before for row in found)
    words = {"number": len(found), "whole": len(every), "twice": twice}
    return _block(
        "unasked", _("申込みがなかった講座"),
        _("メニューの%(whole)d講座のうち%(number)d講座に申込みがなく、うち%(twice)d講座は前の年度にもありませんでした。") % words,
        (_("講座"), _("担当課"), _("前の年度")),
        [(str(row), row.department.name, _before(row)) for row in found],
        (reverse("rollover:desk"), _("来年度のメニューを各課に聞く")),
    )  # fmt: skip


def _before(row: Lecture) -> str:
    if row.continued_from_id is None:
        return _("なかった講座")
    return _("申込みあり") if row.before else _("申込みなし")


def too_much(year: int) -> Block:
    """Refused for the year's quota, or ended without a lecturer or a date."""
    lost = Q(status=RequestStatus.UNFULFILLED) | Q(
        status=RequestStatus.REFUSED, events__reason=Reason.QUOTA
    )
    rows = BookingRequest.objects.filter(lost, fiscal_year__year=year).order_by()
    found = rows.values("lecture__number", "lecture__title").annotate(
        lost=Count("pk", distinct=True)
    ).order_by("-lost", "lecture__number")  # fmt: skip
    table = [
        (f"{row['lecture__number']} {row['lecture__title']}".strip(), str(row["lost"]))
        for row in found
    ]
    words = {"number": sum(int(one[1]) for one in table), "lectures": len(table)}
    return _block(
        "too-much", _("申込みに応じきれなかった講座"),
        _("%(lectures)d講座で、合わせて%(number)d件の申込みに応じられませんでした。") % words
        if table else _("応じられなかった申込みはありません。"),
        (_("講座"), _("応じられなかった申込み")), table,
        (f"{reverse('desk:results-waiting')}?year={year}", _("わけを見る")),
    )  # fmt: skip


def missed(year: int) -> Block:
    rows = MissedWords.objects.filter(day__range=fiscal_year_range(year)).order_by()
    found = rows.values_list("words").annotate(whole=Sum("times")).order_by("-whole", "words")
    table = [(words, str(times)) for words, times in found[:_WORDS]]
    whole = found.count() if len(table) == _WORDS else len(table)
    finding = (
        _("いちばん多くさがされて見つからなかったことばは「%(words)s」です（%(times)s回）。")
        % {"words": table[0][0], "times": table[0][1]}
        if table else _("さがして見つからなかったことばは、残っていません。")
    )  # fmt: skip
    return _block(
        "missed", _("さがしても見つからなかったことば"), finding, (_("ことば"), _("回数")), table,
        (reverse("rollover:desk"), _("来年度のメニューを各課に聞く")), whole=whole,
    )  # fmt: skip


def off_menu(year: int) -> Block:
    rows = Lecture.objects.filter(fiscal_year__year=year, off_menu=True).annotate(
        asked=Count("requests", filter=~Q(requests__status=RequestStatus.DRAFT))
    )
    found = [(row.title, row.department.name, str(row.asked)) for row in
             rows.select_related("department").order_by("-asked", "title") if row.asked]  # fmt: skip
    words = {"number": len(found)}
    return _block(
        "off-menu", _("メニューにない話の希望"),
        _("メニューにない話が%(number)d件ありました。") % words if found
        else _("メニューにない話の申込みはありません。"),
        (_("話"), _("担当課"), _("申込み")), found,
        (f"{reverse('desk:results-by', args=['menu'])}?year={year}", _("回数を見る")),
    )  # fmt: skip


def unmet(year: int) -> Block:
    """What a consultation was about names a topic and nobody."""
    rows = Consultation.objects.of_year(year).unmet()
    found = rows.order_by().values("wish", "reason").annotate(times=Count("pk"))
    table = [
        (row["wish"] or _("（話題は決まっていない）"), str(Consultation(reason=row["reason"]).get_reason_display()), str(row["times"]))
        for row in found.order_by("-times", "wish", "reason")
    ]  # fmt: skip
    words = {"number": sum(int(row[2]) for row in table)}
    return _block(
        "unmet", _("かなえられなかった相談"),
        _("%(number)d件の相談に、話せる課や条件がなくて応じられませんでした。") % words if table
        else _("応じられなかった相談はありません。"),
        (_("聞きたい話"), _("わけ"), _("件数")), table, (reverse("desk:consultations"), _("相談を見る")),
    )  # fmt: skip


def unreached(year: int, *, at: datetime) -> Block:
    """Areas far below their share of residents; ages and kinds of groups without a session."""
    found = breakdowns(year, [D.AREA, D.AGE, D.GROUP_KIND, D.NEED_KIND], at=at)
    areas = list(Area.objects.all())
    rows = with_every_area(found[D.AREA], areas) if areas else []
    whole, living = sum(row.delivered for row in rows), sum(one.residents or 0 for one in areas)
    residents = {one.name: one.residents or 0 for one in areas}
    table = []
    for row in rows:
        share, held = percent(residents.get(row.key, 0), living), percent(row.delivered, whole)
        if row.key in residents and (not row.delivered or 2 * held < share):
            words = _("実施%(number)d回（%(held)d%%）、住んでいる人は%(share)d%%")
            table.append(
                (
                    _("地区"),
                    row.label,
                    words % {"number": row.delivered, "held": held, "share": share},
                )
            )
    on = local(at).date()
    for one in (D.AGE, D.GROUP_KIND):
        there = {row.key: row for row in found[one]}
        for key, label in labels(one, on=on).items():
            if (
                key not in ("", "unknown", "mixed")
                and not there.get(key, nothing(key, label)).delivered
            ):
                table.append((str(one.label), label, _("実施0回")))
    finding = _("届いていない地区・年代・団体の種類が、%(number)dあります。") % {
        "number": len(table)
    }
    return _block(
        "unreached", _("届いていない地区・年代・団体"),
        (finding if table else _("どの地区・年代・団体にも届いています。"))
        + of_needs(*needs(found[D.NEED_KIND])),
        (_("何べつ"), _("どこ・だれ"), _("実施")), table,
        (f"{reverse('desk:results-by', args=['area'])}?year={year}", _("地区べつの実績を見る")), most=2 * MOST,
    )  # fmt: skip


def answers(year: int, *, at: datetime) -> Block:
    """By the departments' codes, not by slowness; of few answers no number is made."""
    rows = Assignment.objects.filter(
        request__fiscal_year__year=year, answered_at__isnull=False, role=AssignmentRole.LECTURE
    ).values_list("department", "asked_at", "answered_at")
    given = [
        (pk, local(asked).date(), local(answered).date())
        for pk, asked, answered in rows
        if answered
    ]
    today = local(at).date()
    calendar = Calendar(working_days(), min((one[1] for one in given), default=today), today)
    charges, took = Department.objects.charges(on=today), defaultdict(list)
    for pk, asked, answered in given:
        there = charges.get(pk)
        took[there.pk if there else pk].append(calendar.between(asked, answered))
    names = Department.objects.in_bulk(list(took))
    ordered = sorted(took, key=lambda pk: names[pk].code)
    table = [(names[pk].name, str(len(took[pk])), _days(took[pk])) for pk in ordered]
    every = [days for one in took.values() for days in one]
    finding = _("返事は%(number)d件あり、真ん中は%(days)s開庁日でした。") % {
        "number": len(every), "days": f"{middle(every) or 0:g}"
    }  # fmt: skip
    return _block(
        "answers", _("担当課の返事"), finding if every else _("返事は、まだありません。"),
        (_("担当課"), _("返事の数"), _("返事までの開庁日（真ん中）")), table,
        (f"{reverse('desk:headquarters')}?year={year}", _("課べつの表を見る")), most=3 * MOST,
    )  # fmt: skip


def _days(took: Sequence[int]) -> str:
    return f"{middle(took):g}" if len(took) >= FEW else _("少ないので出しません")


def opinions(year: int) -> Block:
    """The least and the most useful of those with at least five answers."""
    found = [one for one in heard(year) if one.useful is not None]
    ordered = sorted(found, key=lambda one: (one.useful or 0, one.lecture.number))
    cut = MOST // 2 if len(ordered) > MOST else len(ordered)
    rows = [
        (f"{one.lecture.number} {one.lecture.title}", _("団体") if one.of_group else _("聞いた人"),
         str(one.answered), f"{one.useful}%")
        for one in ordered
    ]  # fmt: skip
    shown, rest = rows[:cut] + rows[max(cut, len(rows) - cut) :], rows[cut : len(rows) - cut]
    return Block(
        "opinions", _("講座ごとの満足"), _of_opinions([one.useful or 0 for one in ordered]),
        (_("講座"), _("だれの答えか"), _("答えた数"), _("役に立つ")), tuple(shown), len(rest),
        (f"{reverse('desk:results-by', args=['lecture'])}?year={year}", _("すべての講座を見る")),
        tuple(rest),
    )  # fmt: skip


def _of_opinions(useful: Sequence[int]) -> str:
    """`useful`: percent of each, the least first."""
    if not useful:
        return _("5人以上が答えた講座は、まだありません。")
    if useful[0] == useful[-1]:
        return _("「役に立つ」と答えた割合は、%(low)d%%です（5人以上が答えた講座）。") % {
            "low": useful[0]
        }
    return _(
        "「役に立つ」と答えた割合は、%(low)d%%から%(high)d%%までです（5人以上が答えた講座）。"
    ) % {"low": useful[0], "high": useful[-1]}


def _block(
    key: str, title: str, finding: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]],
    link: tuple[str, str], *, most: int = MOST, whole: int = 0,
) -> Block:  # fmt: skip
    """`whole`: how many there are, where `rows` are not all."""
    more = max(0, max(whole, len(rows)) - most)
    return Block(key, title, finding, head, tuple(rows[:most]), more, link, tuple(rows[most:]))
