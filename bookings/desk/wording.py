"""The office's words for mails and people: codes in, sentences out."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notifications.status import State

MAIL_KINDS: dict[str, Promise] = {
    "department_asked": _("依頼"),
    "department_reminded": _("催促"),
    "department_asked_back": _("始まる時刻のおたずね"),
    "department_recalled": _("依頼の取消し"),
    "department_merged": _("依頼を一つにまとめた知らせ"),
    "department_calendar_off": _("前の宛先の予定の取消し"),
    "department_expired": _("期限切れの知らせ"),
    "department_digest": _("週のまとめ"),
    "department_answer_recorded": _("返事を記録した知らせ"),
    "department_answer_undone": _("返事を取り消した知らせ"),
    "department_counter_taken": _("提案した日に決まった知らせ"),
    "department_session_changed": _("日時・場所の変更や中止の知らせ"),
    "department_amended": _("申込みの内容の変更の知らせ"),
    "department_change_wanted": _("日時・会場の変更の希望"),
    "department_lecturer_wanted": _("講師の名前のおたずね"),
    "department_successor_wanted": _("異動のため、うかがう人のおたずね"),
    "department_lecturer_no": _("講師の都合がつかなくなった知らせ"),
    "department_lecturer_silent": _("講師の返事がない知らせ"),
    "department_support_asked": _("手話通訳などの依頼"),
    "department_day_wanted": _("当日のことのおたずね"),
    "department_report_wanted": _("報告のお願い"),
    "department_report_reminded": _("報告の催促"),
    "department_report_recorded": _("報告を記録した知らせ"),
    "department_direct_asked": _("課で直接受けた講座のおたずね"),
    "department_direct_recorded": _("直接受けた講座なしの控え"),
    "department_menu_asked": _("来年度の講座のおたずね"),
    "department_menu_reminded": _("来年度の講座の催促"),
    "department_menu_recorded": _("来年度の講座の返事の控え"),
    "group_received": _("受付の知らせ"),
    "group_draft_kept": _("書きかけの申込みのリンク"),
    "group_consult_received": _("相談の受付の知らせ"),
    "group_consult_answered": _("相談への返事"),
    "group_mail_unconfirmed": _("メールの確認のお願い"),
    "group_change_wanted": _("直しのお願い"),
    "group_refused": _("お受けできない知らせ"),
    "group_ended": _("取りやめの知らせ"),
    "group_counter": _("別の日の提案"),
    "group_confirmed": _("決定の知らせ"),
    "group_rescheduled": _("日時・会場変更の知らせ"),
    "group_lecturer_named": _("講師の知らせ"),
    "group_session_off": _("延期・中止の知らせ"),
    "group_duty_off": _("災害・選挙などの延期・中止の知らせ"),
    "group_duty_on": _("予定どおり行うという知らせ"),
    "group_day_wanted": _("人数と当日のことのおたずね"),
    "group_reminder_7": _("7日前の知らせ"),
    "group_reminder_1": _("前日の知らせ"),
    "group_support_settled": _("手話通訳などの知らせ"),
    "group_survey_wanted": _("アンケートのお願い"),
    "group_reply": _("事務局からの返事"),
    "group_amended": _("内容の変更の控え"),
    "group_change_kept": _("変更できない知らせ"),
    "lecturer_invited": _("うかがう人と予定の知らせ"),
    "lecturer_asked": _("講師本人へのおたずね"),
    "lecturer_asked_again": _("講師本人への催促"),
    "lecturer_recorded": _("講師の引き受けを記録した知らせ"),
    "lecturer_released": _("講師の予定の取消し"),
    "lecturer_reminder_7": _("うかがう人への7日前の知らせ"),
    "lecturer_reminder_1": _("うかがう人への前日の知らせ"),
    "lecturer_report_wanted": _("講師本人への報告のお願い"),
    "lecturer_report_recorded": _("講師の報告を記録した知らせ"),
    "mail_text_trial": _("文面の試し"),
    "office_received": _("事務局への控え"),
    "office_consult_received": _("新しい相談（事務局）"),
    "office_consult_wrote": _("相談の続き（事務局）"),
    "office_consult_withdrawn": _("相談の取りやめ（事務局）"),
    "office_declined": _("辞退の知らせ（事務局）"),
    "office_support_countered": _("手話通訳などの別の日時（事務局）"),
    "office_escalated": _("返事がない知らせ（事務局）"),
    "office_digest": _("事務局のまとめ"),
    "office_digest_done": _("まとめへの返信の結果"),
    "office_question": _("質問の知らせ（事務局）"),
    "office_withdrawn": _("取下げの知らせ（事務局）"),
    "office_group_wrote": _("団体からのことば（事務局）"),
    "office_group_changed": _("団体が変えた知らせ（事務局）"),
    "office_undelivered": _("メールが届かない知らせ（事務局）"),
}

# The words of papers are kept as those of mails are.
PAPER_TEXTS: dict[str, Promise] = {
    "paper_decision": _("決定通知書"),
    "paper_refusal": _("不承認通知書"),
    "paper_dispatch": _("講師派遣依頼文"),
    "paper_approval": _("伺い"),
    "paper_day": _("当日票"),
    "paper_letter": _("団体への手紙"),
    "paper_fax": _("ファックス送信票"),
}

RECIPIENTS: dict[str, Promise] = {
    "group": _("団体"),
    "department": _("担当課"),
    "lecturer": _("講師"),
    "office": _("事務局"),
}

# What the state of a mail means, and what to do.
TROUBLES: dict[str, Promise] = {
    State.FAILED: _(
        "相手のメールサーバーが受け取りませんでした。宛先が正しいか確かめてください。"
        "直ったらもう一度送るか、電話などで知らせてください。"
    ),
    State.HELD: _(
        "送ったところで通信が切れ、届いたかどうか分かりません。二重に届かないように、止めています。"
        "相手に届いているか聞いてから、えらんでください。"
    ),
    State.BOUNCED: _(
        "送ったあとで、届かなかったという通知が返ってきました。"
        "宛先を確かめ、電話などで知らせてください。"
    ),
    State.SUPPRESSED: _(
        "前に届かなかった宛先なので、送らずに止めています。"
        "宛先が使えると分かったら、もう一度送れます。"
    ),
}


# Written by other packages: no text of ours to edit.
_OTHERS: dict[str, Promise] = {"staff_notice": _("原稿の確認の知らせ")}


def mail_kind(kind: str) -> Promise | str:
    return MAIL_KINDS.get(kind) or PAPER_TEXTS.get(kind) or _OTHERS.get(kind) or kind


def recipient(key: str) -> Promise | str:
    """`department:3` → 担当課."""
    return RECIPIENTS.get(key.partition(":")[0], key)
