"""The application sheet for fax: which boxes it has and what stands beside them. Asks no row."""

from typing import Any

from django.utils.translation import gettext as _

from cms.paper.conditions import Rules
from lectures.models import OfficeSettings


def sheet_of(office: OfficeSettings, rules: Rules) -> dict[str, Any]:
    """One A4; `boxes` are (label, hint, height in millimetres)."""
    return {
        "title": _("%(scheme)s 申込書") % {"scheme": office.scheme_name},
        "to": f"{office.town_name} {office.office_name}".strip(),
        "fax": _("ファックス %(number)s") % {"number": office.fax} if office.fax else "",
        "no_fax": _("この申込書は、窓口か郵便で出してください。"),
        "phone": _("電話 %(number)s") % {"number": office.phone} if office.phone else "",
        "address": office.postal_address,
        "date": _("申し込む日　　　　年　　　月　　　日"),
        "boxes": _boxes(),
        "promise": _promise(office),
        "privacy": _privacy(office),
        "deadline": _deadline(rules),
    }


def _boxes() -> list[tuple[str, str, int]]:
    wish = _("　　　月　　　日（　　）　　　時　　　分から　　　時　　　分まで")
    return [
        (_("講座番号と講座名"), "", 12),
        (_("団体の名前"), "", 12),
        (_("代表者の名前"), "", 10),
        (_("連絡する人の名前"), _("ふりがな"), 15),
        (_("電話とファックス"), _("電話　　　　　　　　　　　　　　ファックス"), 12),
        (_("住所かメール"), _("〒"), 14),
        (_("希望の日　第1"), wish, 11),
        (_("希望の日　第2"), wish, 11),
        (_("希望の日　第3"), wish, 11),
        (_("会場の名前と住所"), _("予約：　すんだ ・ これから"), 17),
        (_("来る人の人数"), _("おとな　　　　　人　　　子ども　　　　　人"), 11),
        (_("手話や車いすなど、用意してほしいこと・聞きたいこと"), "", 24),
        (_("返事の受け取り方"), _("電話 ・ ファックス ・ メール ・ 郵便　（○をつける）"), 10),
    ]


def _promise(office: OfficeSettings) -> str:
    lines = office.pledge_lines
    if not lines:
        return ""
    return _("□ 約束します：%(pledges)s") % {"pledges": "".join(lines)}


def _privacy(office: OfficeSettings) -> str:
    use = _(
        "お名前や電話番号は、この講座の日にちを決めることと、その連絡だけに使います。うかがう課には、決まるために必要なことだけを知らせます。"
    )
    end = _(
        "消す日は、講座の年度が終わってから%(years)s年後と決めて、申込みといっしょに記録します。"
    ) % {"years": office.retention_years}
    return f"{use}{end}"


def _deadline(rules: Rules) -> str:
    if rules.lead_days is None:
        return ""
    return _("希望する日の%(days)s日前までに送ってください。届いたら、電話などでお返事します。") % {
        "days": rules.lead_days
    }
