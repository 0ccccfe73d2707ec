"""差し込み: what the office may put into its own wording of a mail, as {受付番号}.

Each is an expression over the very context that the built-in text gets, so both say the same, in
the reader's language. The expressions are ours; nothing of the office's is ever run.
"""

from django.utils.translation import gettext_lazy as _

from bookings.emails.variable import Variable


def _ask_or(key: str, otherwise: str) -> str:
    """An ask's mail has its facts in one line each, under `ask`."""
    return f"{{% if ask %}}{{{{ ask.{key} }}}}{{% else %}}{{{{ {otherwise} }}}}{{% endif %}}"


def _part(name: str, *, language: str = "ja") -> str:
    return f'{{% include "bookings/mail/{language}/parts/{name}.txt" %}}'


def _bracketed(value: str) -> str:
    return f"{{% if {value} %}}（{{{{ {value} }}}}）{{% endif %}}"


_OF_SESSION = "{% if session_words %}{{ session_words }}{% else %}"
_REASON = (
    "{% if answer %}{{ answer.get_reason_display }}{% elif lecture_session %}"
    "{% if lecture_session.reason %}{{ lecture_session.get_reason_display }}"
    "{% if put_off_words %}（{{ put_off_words }}）{% endif %}{% endif %}"
    "{% else %}{{ event.get_reason_display }}{% endif %}"
)
_VENUE = (
    "{% if session_venue %}{{ session_venue }}{% elif ask %}{{ ask.venue }}"
    "{% elif lecture_session %}{{ lecture_session.venue }}{% else %}{{ booking_request.venue }}{% endif %}"
)
_ADDRESS = (
    "{% if ask %}" + _bracketed("ask.address") + "{% elif lecture_session.venue_address %}"
    "（{{ lecture_session.venue_address }}）"
    "{% else %}" + _bracketed("lecture_session.centre.address") + "{% endif %}"
)
# Groups are told in other words than departments; a session that is off names nobody.
_LECTURERS = (
    "{% if ask or addressee or lecturer %}"
    '{% if not ask or lecture_session.state == "planned" %}' + _part("going") + "{% endif %}"
    "{% else %}" + _part("lecturers") + "{% endif %}"
)
_ANSWERED_LECTURERS = (
    '{% if answer.kind == "accept" %}{% for lecturer in answer.lecturers.all %}{{ lecturer.name }}'
    "{% if not forloop.last %}、{% endif %}"
    "{% empty %}後日（決まったら事務局に知らせてください）{% endfor %}{% endif %}"
)
_CONTACT = (
    '{% if not answer or answer.kind == "accept" %}'
    "{{ group.contact_name }} さん　電話 {{ group.phone }}{% endif %}"
)
_ANSWER_LINES = (
    "{% if reporting %}" + _part("report_lines")
    + "{% elif chosen %}" + _part("chosen_lines") + "{% elif moved is not None %}"
    "" + _part("support_lines") + "{% elif lecturer and not ask %}" + _part("lecturer_lines")
    + "{% elif lecture_session %}" + _part("naming_lines")
    + "{% else %}" + _part("answer_lines") + "{% endif %}"
)  # fmt: skip
_SLOTS = (
    "{% if ask %}" + _part("proposed") + "{% elif assignment %}" + _part("support_slots")
    + "{% else %}" + _part("offered") + "{% endif %}"
)  # fmt: skip

VARIABLES: tuple[Variable, ...] = (
    Variable("受付番号", "{{ booking_request.reference }}", _("申込みの番号"), needed=True),
    # The ask, its answer, and when.
    Variable(
        "決まる日時",
        "{{ ask.when }}{% if assignment.rank %}（第{{ assignment.rank }}希望{% if ask.agreed_with %}：{{ ask.agreed_with }}と約束ずみとのこと{% endif %}）{% endif %}",
        _("承諾すると決まる日時"),
        needed=True,
    ),
    Variable(
        "日時",
        _OF_SESSION + _ask_or("when", "slot_words") + "{% endif %}",
        _("日にちと時刻"),
        needed=True,
    ),
    Variable(
        "短い日時",
        "{% if session_short %}{{ session_short }}{% else %}{{ ask.short_when }}{% endif %}",
        _("年のない日時。件名に向きます"),
    ),
    Variable(
        "希望日",
        "{% if ask %}" + _part("other_wishes") + "{% else %}" + _part("wishes") + "{% endif %}",
        _("団体の希望日（依頼では、ほかの希望日）"),
        en=_part("wishes", language="en"),
        several_lines=True,
    ),
    Variable(
        "希望日と時刻", _part("wishes_in_full"), _("希望日と、番号で決まる時刻"), several_lines=True
    ),
    Variable(
        "必要なこと",
        _part("asked_for"),
        _("クラス、手話通訳など、道具。団体が書いたときだけ"),
        en=_part("asked_for", language="en"),
        several_lines=True,
    ),
    Variable("期限", "{% firstof ask.due due due_words %}", _("返事の期限")),
    Variable("催促の文", _part("reminding"), _("期限の前と後で変わる文")),
    Variable(
        "答え方",
        _ANSWER_LINES,
        _("返信に書く1行の例。希望日に合わせて変わります"),
        needed=True,
        several_lines=True,
    ),
    Variable("予定表での答え方", _part("calendar_line"), _("予定表の招待で答えるときの文")),
    Variable(
        "お願いすること",
        _ask_or("support", "assignment.get_support_display"),
        _("手話通訳など。なければ行ごと消えます"),
        needed=True,
    ),
    Variable("えらばれた希望", "第{{ chosen.rank }}希望", _("課がえらんだ希望の番号")),
    Variable("えらばれた日", "{{ chosen.short }}", _("課がえらんだ日")),
    Variable("えらばれた日時", "{{ chosen.words }}", _("課がえらんだ日と時間帯"), needed=True),
    Variable("返事", "{{ answer.get_kind_display }}", _("承諾・辞退などの返事"), needed=True),
    Variable("返事の届き方", "{{ answer.get_way_display }}", _("ページ・メール・電話など")),
    Variable(
        "返事の日時",
        "{{ answer_when }}",
        _("承諾や辞退の日時。なければ行ごと消えます"),
        needed=True,
    ),
    Variable(
        "辞退の理由",
        "{{ answer_reason }}",
        _("辞退の理由とことば。なければ行ごと消えます"),
        needed=True,
    ),
    Variable(
        "提案された日時",
        _SLOTS,
        _("課が提案した日時"),
        en=_part("offered", language="en"),
        needed=True,
        several_lines=True,
    ),
    Variable("返事の講師", _ANSWERED_LECTURERS, _("返事に書かれた講師。なければ「後日」")),
    Variable(
        "取消しのしかた",
        _part("undo"),
        _("まちがいを取り消すリンク。期限をすぎると消えます"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "お願いの文",
        _part("support_asked"),
        _("はじめてか、日時が変わったかで変わる文"),
        several_lines=True,
    ),
    Variable(
        "お願いのことば",
        "{% if words %}（{{ words }}）{% endif %}",
        _("事務局が添えたことば。かっこがつきます"),
        needed=True,
    ),
    Variable(
        "配慮の文",
        _part("support_settled"),
        _("手話通訳などが決まったか、用意できないか"),
        en=_part("support_settled", language="en"),
        needed=True,
    ),
    Variable(
        "配慮の状況",
        _part("supports"),
        _("頼んである手話通訳など。なければ消えます"),
        en=_part("supports", language="en"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "写しの知らせ",
        _part("copies"),
        _("ほかの宛先にも送ったときの文。なければ消えます"),
        needed=True,
    ),
    Variable("次の手", _part("handed_on"), _("次の課に依頼したか、事務局が決めるか"), needed=True),
    Variable(
        "報告の数",
        "{% if report %}大人{{ report.adults }}人、子ども{{ report.children }}人、{{ report.minutes }}分"
        "{% if differs %}（ほかの方の報告と数がちがうので、事務局が確かめます）{% endif %}{% endif %}",
        _("報告で数えた人数と時間"),
        needed=True,
    ),
    Variable(
        "メールの確認",
        _part("confirm_mail"),
        _("メールが届いたと知らせてもらうリンク。いらないときは消えます"),
        en=_part("confirm_mail", language="en"),
        needed=True,
        several_lines=True,
    ),
    # The lecture and who comes.
    Variable("講座", _ask_or("lecture", "lecture.title"), _("講座の名前")),
    Variable("講座番号", _ask_or("lecture_number", "lecture.number"), _("講座の番号")),
    Variable(
        "講座の時間", "{{ lecture.minutes }}分", _("講座の長さ"), en="{{ lecture.minutes }} min"
    ),
    Variable(
        "用意するもの", "{{ lecture.to_prepare }}", _("団体が用意するもの。なければ行ごと消えます")
    ),
    Variable(
        "課",
        "{% if ask %}{{ ask.department }}{% elif department %}{{ department.name }}{% else %}{{ lecture.department.name }}{% endif %}",
        _("担当の課"),
    ),
    Variable(
        "うかがう人",
        _LECTURERS,
        _("講師の名前。まだのときは、あとで知らせるという文"),
        en=_part("lecturers", language="en"),
        needed=True,
    ),
    Variable("講師", "{{ lecturer.name }}", _("この知らせの講師")),
    Variable("いなくなる人", "{{ leaving }}", _("異動などでいなくなる講師の名前"), needed=True),
    Variable("あて名", "{{ addressee }}", _("受け取る課か講師の名前。「さま」まで入ります")),
    Variable("日数", "{% if days %}{{ days }}日{% endif %}", _("講座までの日数")),
    Variable(
        "決定の文",
        _part("confirmed"),
        _("講師がまだのときは、その知らせに変わる文"),
        en=_part("confirmed", language="en"),
        needed=True,
    ),
    Variable("断った人への文", _part("said_no"), _("講師が断ったときだけの文")),
    Variable(
        "課の電話",
        '{{ department.phone|default:"登録なし" }}'
        "{% if department.extension %}　内線 {{ department.extension }}{% endif %}",
        _("担当の課の電話"),
    ),
    # Who asked, and where.
    Variable("団体", _ask_or("group", "group.name"), _("団体の名前")),
    Variable("団体の種類", "{{ group.get_kind_display }}", _("自治会、学校など")),
    Variable(
        "人数",
        "{{ booking_request.people }}人",
        _("参加する人数"),
        en="{{ booking_request.people }}",
    ),
    Variable(
        "年代",
        "{% if ask %}"
        + _bracketed("ask.ages")
        + "{% else %}"
        + _bracketed("booking_request.ages")
        + "{% endif %}",
        _("おもな年代。かっこがつきます"),
    ),
    Variable("会場", _VENUE, _("会場の名前"), needed=True),
    Variable("会場の住所", _ADDRESS, _("会場の住所。かっこがつきます")),
    Variable("会場の所在地", "{{ booking_request.venue_address }}", _("団体が書いた会場の住所")),
    Variable(
        "会場の予約",
        "{% if booking_request.venue_booked %}（予約ずみ）{% else %}（これから予約）{% endif %}",
        _("会場の予約がすんでいるか"),
    ),
    Variable(
        "使える時間",
        "{% if ask.usable %}使える時間 {{ ask.usable }}{% endif %}",
        _("会場を使える時間。なければ消えます"),
    ),
    Variable(
        "伝えたいこと",
        "{% if ask %}{{ ask.remarks }}{% if ask.remarks_cut %}（つづきはページか電話で）{% endif %}{% else %}{{ booking_request.remarks }}{% endif %}",
        _("団体が伝えたいこと、配慮、質問。なければ行ごと消えます"),
    ),
    Variable("連絡先", _CONTACT, _("団体の連絡する人と電話"), needed=True),
    Variable("代表者", "{{ group.representative|default:group.contact_name }}", _("団体の代表者")),
    Variable("連絡する人", "{{ group.contact_name }}", _("団体の連絡する人")),
    Variable("よみがな", "{{ group.contact_kana }}", _("連絡する人のよみがな")),
    Variable("団体の電話", "{{ group.phone }}", _("団体の電話番号")),
    Variable("お知らせの方法", "{{ group.get_notify_by_display }}", _("メール・電話・郵便")),
    Variable("団体のメール", "{{ group.email }}", _("団体のメール")),
    Variable("団体の郵便番号", "{{ group.postcode }}", _("団体の郵便番号")),
    Variable("団体の住所", "{{ group.address }}", _("団体の住所")),
    Variable(
        "申込みの届き方", "{{ booking_request.get_way_display }}", _("ページ・電話・窓口など")
    ),
    Variable("申込日", "{{ applied_on }}", _("申込みが届いた日。和暦です")),
    Variable(
        "知らせること",
        "{{ telling }}",
        _("手紙やファックスで知らせること"),
        needed=True,
        several_lines=True,
    ),
    # What became of it.
    Variable("申込みの状態", "{{ booking_request.get_status_display }}", _("取下げ・中止・不成立")),
    Variable(
        "変更の種類",
        '{% if lecture_session.state == "planned" %}日時・場所の変更{% else %}{{ lecture_session.get_state_display }}{% endif %}',
        _("変更・延期・中止"),
    ),
    Variable("変更の文", _part("session_changed"), _("変更・延期・中止で変わる文"), needed=True),
    Variable(
        "延期・中止の文",
        _part("session_off"),
        _("延期と中止で変わる文"),
        en=_part("session_off", language="en"),
        needed=True,
    ),
    Variable(
        "終わりの文",
        _part("ended"),
        _("取下げ・中止・不成立で変わる文"),
        en=_part("ended", language="en"),
        needed=True,
    ),
    Variable("延期か中止", "{{ duty_fate }}", _("災害・選挙などで、延期か中止か"), needed=True),
    Variable(
        "災害・選挙などの理由", "{{ duty_why }}", _("災害・台風、選挙、感染症など"), needed=True
    ),
    Variable(
        "変わる回",
        _part("duty_lines"),
        _("延期・中止する回、または予定どおり行う回。1行に1つ"),
        en=_part("duty_lines", language="en"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "変わる回のこれから",
        _part("duty_next"),
        _("延期のあとどうなるか、中止のあとどうできるか"),
        en=_part("duty_next", language="en"),
        needed=True,
    ),
    Variable("理由", _REASON, _("理由。なければ行ごと消えます"), needed=True),
    Variable(
        "終わりの理由",
        _part("ended_reason"),
        _("理由とことば。取下げのときは消えます"),
        en=_part("ended_reason", language="en"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "ことば",
        "{% if answer %}{{ answer.words }}{% else %}{{ words }}{% endif %}",
        _("書かれたことば。なければ行ごと消えます"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "変わったこと",
        "{{ changes }}",
        _("団体が変えたこと、変えたいこと"),
        needed=True,
        several_lines=True,
    ),
    Variable(
        "届かない件名", "{{ undelivered.subject }}", _("届かなかったメールの件名"), needed=True
    ),
    Variable(
        "届かない宛先", "{{ undelivered.address }}", _("届かなかったメールの宛先"), needed=True
    ),
    Variable(
        "届かないメールのようす",
        "{{ undelivered.what }}",
        _("届かなかったのか、分からないのか、送れなかったのか"),
    ),
    Variable("届かない理由", "{{ undelivered.why }}", _("なぜ届かなかったか"), needed=True),
    Variable("届かないときにすること", "{{ undelivered.advice }}", _("次に何をすればよいか")),
    Variable(
        "リンク",
        "{{ link }}",
        _("この人だけのページ。ひとりで1行にすると、おしやすくなります"),
        needed=True,
    ),
    Variable("たずねた期間", "{{ period }}", _("いつからいつまでの講座か"), needed=True),
    # The year's turn of the menu.
    Variable("新しい年度", "{{ menu_year }}", _("用意しているメニューの年度")),
    Variable(
        "来年度の講座",
        _part("menu_lines"),
        _("課の講座の一覧。催促では、まだのものだけ"),
        needed=True,
        several_lines=True,
    ),
    Variable("来年度の催促の文", _part("menu_reminding"), _("期限の前と後で変わる文")),
    # The office.
    Variable("制度の名前", _ask_or("scheme", "office.scheme_name"), _("この制度の名前")),
    Variable("事務局", _ask_or("office", "office.office_name"), _("事務局の名前")),
    Variable("事務局の電話", _ask_or("phone", "office.phone"), _("事務局の電話番号")),
    Variable("電話の時間", _ask_or("phone_hours", "office.when_to_call"), _("電話のつながる時間")),
)

BY_NAME: dict[str, Variable] = {variable.name: variable for variable in VARIABLES}
