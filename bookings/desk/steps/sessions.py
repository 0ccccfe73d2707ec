"""Steps about one session."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from bookings.actions import consenting, reporting, sessions, settling, surveying
from bookings.desk.forms.base import ReasonForm
from bookings.desk.forms.consents import YES, ConsentForm
from bookings.desk.forms.paper_in import PapersForm
from bookings.desk.forms.sessions import LecturersForm, ReportForm, SettleForm, SurveyForm
from bookings.desk.forms.slots import RescheduleForm
from bookings.desk.steps import papers_in
from bookings.desk.steps import why_rows as why
from bookings.desk.steps.step import Heard, Step
from bookings.models import LectureSession


def _report(session: LectureSession, form: ReportForm, heard: Heard) -> None:
    reporting.report(
        session_id=session.pk,
        numbers=form.numbers,
        by=heard.from_lecturer(form),
        at=heard.at,
        words=form.cleaned_data["words"],
    )


def _settle(session: LectureSession, form: SettleForm, heard: Heard) -> None:
    settling.settle(
        session_id=session.pk,
        version=form.cleaned_data["counts"],
        by=heard.office,
        at=heard.at,
        words=form.cleaned_data["words"],
    )


def _survey(session: LectureSession, form: SurveyForm, heard: Heard) -> None:
    surveying.answer(
        session_id=session.pk,
        marks=form.marks,
        by=heard.from_group(form),
        at=heard.at,
        words=form.cleaned_data["words"],
    )


def _consent(session: LectureSession, form: ConsentForm, heard: Heard) -> None:
    data = form.cleaned_data
    by = heard.from_lecturer(form)
    who = {"session_id": session.pk, "lecturer_id": int(data["lecturer"])}
    if data["answer"] == YES:
        consenting.say_yes(**who, by=by, at=heard.at)
    else:
        consenting.say_no(**who, by=by, at=heard.at, words=data["words"])


def _with_reason(action: Callable[..., object]) -> Callable[..., object]:
    return lambda session, form, heard: action(
        session_id=session.pk, reason=form.cleaned_data["reason"], by=heard.office, at=heard.at
    )


SESSION_STEPS = (
    Step(
        "lecturers",
        _("講師を決める・かえる"),
        _("講師に予定の知らせが届きます。団体にも、だれがうかがうか知らせます。"),
        _("講師を決める"),
        _("講師を決めました。"),
        lambda session, form, heard: sessions.name_lecturers(
            session_id=session.pk,
            lecturer_ids=map(int, form.cleaned_data["lecturers"]),
            by=heard.office,
            at=heard.at,
        ),
        why.planned,
        LecturersForm,
    ),
    Step(
        "consent",
        _("講師本人の返事を入れる"),
        _(
            "電話などで聞いた返事を入れます。都合がつかないときは、課にほかの人を決めてもらいます。団体には何も届きません。"
        ),
        _("返事を記録する"),
        _("講師の返事を記録しました。"),
        _consent,
        why.consent,
        ConsentForm,
    ),
    Step(
        "reschedule",
        _("日時・会場をかえる"),
        _("みなの合意ができてから使います。団体と講師に新しい日時が届きます。"),
        _("日時・会場をかえる"),
        _("日時・会場をかえました。"),
        lambda session, form, heard: sessions.reschedule(
            session_id=session.pk,
            slot=form.cleaned_data["slot"],
            venue=form.venue,
            by=heard.office,
            at=heard.at,
        ),
        why.movable,
        RescheduleForm,
    ),
    Step(
        "move-row",
        _("このあとのクラスも、いっしょに動かす"),
        _(
            "同じ日の、まだのクラスを、同じだけ動かします。この回の新しい日時を入れてください。団体と課に、全部のクラスの新しい時刻が1通で届きます。"
        ),
        _("いっしょに動かす"),
        _("クラスをいっしょに動かしました。"),
        lambda session, form, heard: sessions.move_row(
            session_id=session.pk,
            slot=form.cleaned_data["slot"],
            venue=form.venue,
            by=heard.office,
            at=heard.at,
        ),
        why.row,
        RescheduleForm,
        concerns=why.has_classes,
    ),
    Step(
        "report",
        _("実施の報告を入れる・直す"),
        _("紙や電話で届いた数字を入れます。入れると「実施済」として数えます。前の報告も残ります。"),
        _("報告を記録する"),
        _("実施の報告を記録しました。"),
        _report,
        why.report,
        ReportForm,
    ),
    Step(
        "papers",
        _("紙で届いたものを入れる"),
        _(
            "報告・団体のアンケート・聞いた人のアンケートを、届いた分だけ、まとめて入れます。空けたところは、いまのままです。だれにも何も届きません。"
        ),
        _("まとめて記録する"),
        _("紙で届いたものを記録しました。"),
        papers_in.keep,
        why.report,
        PapersForm,
        tells=False,
    ),
    Step(
        "settle",
        _("数える報告を決める"),
        _(
            "数のちがう報告が届いています。えらんだ報告の数で数えます。ほかの報告も残ります。だれにも何も届きません。"
        ),
        _("この報告で数える"),
        _("数える報告を決めました。"),
        _settle,
        why.settle,
        SettleForm,
        tells=False,
        concerns=why.has_differing,
    ),
    Step(
        "survey",
        _("アンケートの答えを入れる・直す"),
        _("紙や電話で届いた、団体の答えを入れます。団体には何も届きません。"),
        _("答えを記録する"),
        _("アンケートの答えを記録しました。"),
        _survey,
        why.survey,
        SurveyForm,
        tells=False,
    ),
    Step(
        "postpone",
        _("延期する"),
        _("日にちを決めずに延ばします。団体と講師に知らせ、講師の予定を空けます。"),
        _("延期する"),
        _("延期にしました。新しい日を決めてください。"),
        _with_reason(sessions.postpone),
        why.planned,
        ReasonForm,
        stops=True,
    ),
    Step(
        "cancel",
        _("この回を中止する"),
        _("この回だけを中止し、団体と講師に知らせます。"),
        _("この回を中止する"),
        _("この回を中止にしました。"),
        _with_reason(sessions.cancel_session),
        why.changeable,
        ReasonForm,
        stops=True,
    ),
    Step(
        "correct",
        _("記録の誤りを直す"),
        _("「実施済」や「中止」が入力の誤りだったとき、「予定」に戻します。理由が経過に残ります。"),
        _("「予定」に戻す"),
        _("「予定」に戻しました。"),
        _with_reason(sessions.correct_session),
        why.correct,
        ReasonForm,
        stops=True,
    ),
)
