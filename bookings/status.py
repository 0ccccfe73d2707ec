"""States and moves: the only truth about what may become what. Data, nothing else."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestStatus(TextChoices):
    DRAFT = "draft", _("下書き")
    SUBMITTED = "submitted", _("受付")
    NEEDS_CHANGE = "needs_change", _("補正のお願い中")
    ASKING = "asking", _("担当課照会中")
    PROPOSING = "proposing", _("代案調整中")
    CONFIRMED = "confirmed", _("決定")
    CLOSED = "closed", _("完了")
    REFUSED = "refused", _("不承認")
    WITHDRAWN = "withdrawn", _("取下げ")
    CANCELLED = "cancelled", _("中止")
    UNFULFILLED = "unfulfilled", _("不成立")


class SessionState(TextChoices):
    PLANNED = "planned", _("予定")
    DELIVERED = "delivered", _("実施済")
    CANCELLED = "cancelled", _("中止")
    POSTPONED = "postponed", _("延期")


class AssignmentState(TextChoices):
    ASKED = "asked", _("照会中")
    ACCEPTED = "accepted", _("承諾")
    DECLINED = "declined", _("辞退")
    COUNTERED = "countered", _("別日の提案")
    EXPIRED = "expired", _("期限切れ")
    RECALLED = "recalled", _("取消し")


class AssignmentRole(TextChoices):
    """What a part of a session gives: the lecture, or help that some listeners need."""

    LECTURE = "lecture", _("講座")
    SUPPORT = "support", _("配慮")


class Support(TextChoices):
    SIGN_LANGUAGE = "sign_language", _("手話通訳")
    CAPTIONING = "captioning", _("要約筆記")
    OTHER = "other", _("そのほかの配慮")


class Care(TextChoices):
    """What some of those who come need."""

    SIGN_LANGUAGE = "sign_language", _("手話通訳")
    CAPTIONING = "captioning", _("要約筆記")
    WHEELCHAIR = "wheelchair", _("車いすで参加する人がいる")
    OTHER = "other", _("そのほか")


class TalkLanguage(TextChoices):
    """In which language the group would like to hear the talk; whether that can be, a department says."""

    JAPANESE = "ja", _("日本語")
    EASY = "easy", _("やさしい日本語")
    ENGLISH = "en", _("英語")
    INTERPRETED = "interpreted", _("日本語（団体の人が通訳する）")


class AgeGroup(TextChoices):
    """Who mostly came, as far as the words of a request say it."""

    PRESCHOOL = "preschool", _("小学校に入る前の子ども")
    PRIMARY = "primary", _("小学生")
    TEENS = "teens", _("中学生・高校生")
    YOUNG = "young", _("18歳〜39歳")
    MIDDLE = "middle", _("40歳〜59歳")
    OLDER = "older", _("60歳以上")
    MIXED = "mixed", _("いろいろな年代")
    UNKNOWN = "unknown", _("分からない")


class CareBy(TextChoices):
    """Who arranges it."""

    GROUP = "group", _("団体で用意する")
    CITY = "city", _("市に頼みたい")


class Doubt(TextChoices):
    """Why a person should look at a request first."""

    TOO_FAST = "too_fast", _("人が書くには早すぎる速さで送られました")
    MANY = "many", _("同じ所から続けて申込みがありました")
    TWICE = "twice", _("同じような申込みがあります")
    NOT_LOCAL = "not_local", _("市とのつながりが「どれでもない・分からない」です")


class AllocationState(TextChoices):
    HOLD = "hold", _("仮おさえ")
    CONFIRMED = "confirmed", _("確定")
    RELEASED = "released", _("解放")


R, S, A = RequestStatus, SessionState, AssignmentState

REQUEST_MOVES: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    R.DRAFT: frozenset({R.SUBMITTED}),
    R.SUBMITTED: frozenset({R.ASKING, R.NEEDS_CHANGE, R.REFUSED, R.WITHDRAWN, R.CONFIRMED}),
    R.NEEDS_CHANGE: frozenset({R.SUBMITTED, R.WITHDRAWN, R.UNFULFILLED}),
    R.ASKING: frozenset(
        {R.PROPOSING, R.CONFIRMED, R.NEEDS_CHANGE, R.UNFULFILLED, R.WITHDRAWN, R.CANCELLED}
    ),
    R.PROPOSING: frozenset(
        {R.ASKING, R.CONFIRMED, R.NEEDS_CHANGE, R.UNFULFILLED, R.WITHDRAWN, R.CANCELLED}
    ),
    R.CONFIRMED: frozenset({R.ASKING, R.CANCELLED, R.WITHDRAWN, R.CLOSED}),
    R.CLOSED: frozenset({R.CONFIRMED}),
    R.REFUSED: frozenset(),
    R.WITHDRAWN: frozenset(),
    R.CANCELLED: frozenset(),
    R.UNFULFILLED: frozenset(),
}

SESSION_MOVES: Mapping[SessionState, frozenset[SessionState]] = {
    S.PLANNED: frozenset({S.DELIVERED, S.CANCELLED, S.POSTPONED}),
    S.DELIVERED: frozenset({S.PLANNED}),
    S.CANCELLED: frozenset({S.PLANNED}),
    S.POSTPONED: frozenset({S.PLANNED}),
}
# These moves undo a mistake and need a reason.
SESSION_CORRECTIONS = frozenset({(S.DELIVERED, S.PLANNED), (S.CANCELLED, S.PLANNED)})

ASSIGNMENT_MOVES: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    A.ASKED: frozenset({A.ACCEPTED, A.DECLINED, A.COUNTERED, A.EXPIRED, A.RECALLED}),
    A.ACCEPTED: frozenset({A.ASKED, A.RECALLED}),
    A.COUNTERED: frozenset({A.ACCEPTED, A.ASKED, A.RECALLED}),
    A.DECLINED: frozenset(),
    A.EXPIRED: frozenset(),
    A.RECALLED: frozenset(),
}

REQUEST_ENDS = frozenset({R.REFUSED, R.WITHDRAWN, R.CANCELLED, R.UNFULFILLED, R.CLOSED})
REQUEST_OPEN = frozenset(R) - REQUEST_ENDS - {R.DRAFT}
ASSIGNMENT_OPEN = frozenset({A.ASKED, A.COUNTERED})
ASSIGNMENT_STANDING = frozenset({A.ASKED, A.ACCEPTED, A.COUNTERED})


class Way(TextChoices):
    """By which way something came to us (経路)."""

    WEB = "web", _("ウェブ")
    PHONE = "phone", _("電話")
    FAX = "fax", _("ファックス")
    POST = "post", _("郵便")
    COUNTER = "counter", _("窓口")
    EMAIL = "email", _("メールの文")
    CALENDAR = "calendar", _("予定表の返事")
    DEPARTMENT = "department", _("担当課に直接")
    DESK = "desk", _("事務局の画面")
    SYSTEM = "system", _("自動")


class Verb(TextChoices):
    """What happened: one word per action, the timeline's vocabulary."""

    SUBMITTED = "submitted", _("申し込みました")
    ASKED = "asked", _("担当課に依頼しました")
    REMINDED = "reminded", _("担当課に催促しました")
    ACCEPTED = "accepted", _("担当課が引き受けました")
    DECLINED = "declined", _("担当課が辞退しました")
    COUNTERED = "countered", _("担当課が別の日を提案しました")
    QUESTIONED = "questioned", _("担当課から質問がありました")
    UNDONE = "undone", _("返事を取り消しました")
    EXPIRED = "expired", _("返事の期限がすぎました")
    RECALLED = "recalled", _("依頼を取り消しました")
    COUNTER_TAKEN = "counter_taken", _("提案された日に決めました")
    COUNTER_REFUSED = "counter_refused", _("提案された日を断りました")
    CONFIRMED = "confirmed", _("日時が決まりました")
    LECTURER_NAMED = "lecturer_named", _("講師が決まりました")
    RESCHEDULED = "rescheduled", _("日時・場所を変えました")
    POSTPONED = "postponed", _("延期しました")
    SESSION_CANCELLED = "session_cancelled", _("この回を中止しました")
    SESSION_REMINDED = "session_reminded", _("講座の日が近いとお知らせしました")
    REPORT_WANTED = "report_wanted", _("実施の報告をお願いしました")
    DELIVERED = "delivered", _("実施の報告がありました")
    REPORT_CORRECTED = "report_corrected", _("報告を直しました")
    REPORT_SETTLED = "report_settled", _("どの報告で数えるかを決めました")
    DIRECT = "direct", _("課で直接受けた講座の報告がありました")
    DIRECT_UNDONE = "direct_undone", _("課が、直接受けた講座の報告を取り消しました")
    AUDIENCE_TALLIED = "audience_tallied", _("紙のアンケートを数えました")
    PHOTO_PUT = "photo_put", _("写真を加えました")
    PHOTO_SHOWN = "photo_shown", _("写真の公開を決めました")
    PHOTO_TAKEN_AWAY = "photo_taken_away", _("写真を消しました")
    SESSION_CORRECTED = "session_corrected", _("記録の誤りを直しました")
    CHANGE_WANTED = "change_wanted", _("申込みの直しをお願いしました")
    MAIL_CONFIRMED = "mail_confirmed", _("メールアドレスが確かめられました")
    MAIL_ASKED_AGAIN = "mail_asked_again", _("メールの確認をもう一度お願いしました")
    RESUBMITTED = "resubmitted", _("直して申し込みました")
    REFUSED = "refused", _("お受けできないと決めました")
    WITHDRAWN = "withdrawn", _("申込みを取り下げました")
    CANCELLED = "cancelled", _("中止しました")
    UNFULFILLED = "unfulfilled", _("成立しませんでした")
    SESSION_ADDED = "session_added", _("回を加えました")
    CLOSED = "closed", _("すべて終わりました")
    REOPENED = "reopened", _("終わった申込みを開き直しました")
    MESSAGE = "message", _("ことばを書きました")
    RENAMED = "renamed", _("講座の名前を直しました")
    ASKED_BACK = "asked_back", _("担当課に始まる時刻をたずねました")
    ESCALATED = "escalated", _("返事がないと事務局に知らせました")
    HANDED_ON = "handed_on", _("次の担当課に依頼しました")
    LECTURER_CHASED = "lecturer_chased", _("講師の名前を催促しました")
    LECTURER_YES = "lecturer_yes", _("講師が引き受けました")
    LECTURER_NO = "lecturer_no", _("講師の都合がつかなくなりました")
    SUCCESSOR_WANTED = "successor_wanted", _("異動のため、うかがう人を確かめています")
    SURVEY_WANTED = "survey_wanted", _("アンケートをお願いしました")
    SURVEYED = "surveyed", _("アンケートに答えました")
    UNDELIVERED = "undelivered", _("メールが届かないと事務局に知らせました")
    RESENT = "resent", _("直した宛先にメールを送り直しました")
    PAPER_ISSUED = "paper_issued", _("文書を作りました")
    DAY_WANTED = "day_wanted", _("人数と当日のことをうかがいました")
    DAY_PLANNED = "day_planned", _("当日のことを書きました")
    CALL_MISSED = "call_missed", _("電話をしましたが、留守でした")
    NOTE_ERASED = "note_erased", _("書きとめたことばを消しました")
    FILE_PUT = "file_put", _("書類を加えました")
    FILE_TAKEN_AWAY = "file_taken_away", _("書類を消しました")
    PAPERS_ERASED = "papers_erased", _("残す期限がすぎたので、文書の中身を消しました")
    WROTE = "wrote", _("団体から、ことばが届きました")
    REPLIED = "replied", _("事務局が、団体に返事をしました")
    AMENDED = "amended", _("団体が、申込みの内容を変えました")
    HELP_WISHED = "help_wished", _("団体が、手話通訳などをもう一度希望しました")
    CHANGE_WISHED = "change_wished", _("団体が、決まった日時・会場の変更を希望しました")
    CHANGE_KEPT = "change_kept", _("変更はできないと返事がありました")
    CHANGE_DROPPED = "change_dropped", _("団体が、変更の希望を取り下げました")
    DAYS_PROPOSED = "days_proposed", _("団体が、延期した回の新しい日を希望しました")
    ASKED_ANEW = "asked_anew", _("この申込みをもとに、もう一度申し込みました")


# An answer gave the date, for every class at once; or somebody moved one session to it.
AGREED = frozenset({Verb.ACCEPTED, Verb.COUNTER_TAKEN, Verb.CONFIRMED})
DATED = AGREED | {Verb.RESCHEDULED}


class Reason(TextChoices):
    """Reason codes for refusals, cancellations and corrections."""

    LECTURER_BUSY = "lecturer_busy", _("講師の都合がつかない")
    DATE_PASSED = "date_passed", _("日にちが合わない")
    NOT_OURS = "not_ours", _("この課の仕事ではない")
    RULES = "rules", _("申込条件に合わない")
    VENUE = "venue", _("会場の都合")
    GROUP_WISH = "group_wish", _("団体の希望")
    CITY_DUTY = "city_duty", _("市の仕事の都合")
    DISASTER = "disaster", _("災害・感染症・天気")
    NO_ANSWER = "no_answer", _("返事がなかった")
    MISTAKE = "mistake", _("入力の誤り")
    NOT_LOCAL = "not_local", _("市に住む・働く・学ぶ人の団体ではない")
    PURPOSE = "purpose", _("政治・宗教・営利・苦情などの集まりにあたる")
    QUOTA = "quota", _("この年度の回数に達した")
    DUPLICATE = "duplicate", _("同じ申込みがある")
    OTHER = "other", _("そのほか")


class ConsultationStatus(TextChoices):
    """相談: a matter without the facts of a request."""

    OPEN = "open", _("相談中")
    ANSWERED = "answered", _("答えた")
    REQUESTED = "requested", _("申込みになった")
    CLOSED = "closed", _("終えた")


C = ConsultationStatus
CONSULTATION_MOVES: Mapping[ConsultationStatus, frozenset[ConsultationStatus]] = {
    C.OPEN: frozenset({C.ANSWERED, C.REQUESTED, C.CLOSED}),
    C.ANSWERED: frozenset({C.OPEN, C.REQUESTED, C.CLOSED}),
    C.CLOSED: frozenset({C.OPEN}),
    C.REQUESTED: frozenset(),
}


class ConsultationAbout(TextChoices):
    """Why it is no request yet."""

    FEW = "few", _("集まる人数が少ない")
    OFF_MENU = "off_menu", _("メニューにない話を聞きたい")
    UNSURE = "unsure", _("どの講座がよいか分からない")
    OTHER = "other", _("そのほか")


class ConsultationVerb(TextChoices):
    """What happened to a consultation."""

    OPENED = "opened", _("相談がありました")
    TOLD = "told", _("団体に答えました")
    HEARD = "heard", _("団体から聞きました")
    NOTED = "noted", _("書きとめました")
    REQUESTED = "requested", _("申込みにしました")
    CLOSED = "closed", _("相談を終えました")
    REOPENED = "reopened", _("もう一度開きました")


class ConsultationEnd(TextChoices):
    """Why it was closed without a request."""

    NOBODY_TO_GIVE_IT = "nobody", _("話せる課・講師がない")
    RULES = "rules", _("申込条件に合わない")
    REFERRED = "referred", _("ほかの窓口を案内した")
    GROUP_WISH = "group_wish", _("団体がとりやめた")
    UNREACHED = "unreached", _("連絡がとれない")
    MISTAKE = "mistake", _("入力の誤り・同じ相談")
    OTHER = "other", _("そのほか")


# A need that the town could not meet.
CONSULTATION_UNMET = frozenset({ConsultationEnd.NOBODY_TO_GIVE_IT, ConsultationEnd.RULES})


# What only the office says to a group; a department that declines has other reasons.
REASONS_OF_OFFICE = frozenset({Reason.NOT_LOCAL, Reason.PURPOSE, Reason.QUOTA, Reason.DUPLICATE})
