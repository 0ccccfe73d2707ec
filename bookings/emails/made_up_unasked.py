"""What mails that are about no request would see: the year's menu, a consultation, an undelivered mail."""

from types import SimpleNamespace as Row
from typing import Any

from bookings.status import ConsultationAbout, Way
from notifications import plain


def menu() -> dict[str, Any]:
    """The year's turn: a department's lectures, and no request."""
    return {
        "department": Row(name="防災課"),
        "menu_year": "令和9年度",
        "menu_lines": [
            "・3-07 わが家の防災マップづくり（65分）",
            "・3-08 防災かるた（45分）：そのまま",
        ],
        "menu_late": False,
        "due": "2月26日（金）",
    }


def direct() -> dict[str, Any]:
    """What a department gave without the office, and no request."""
    return {
        "department": Row(name="防災課"),
        "period": "10月1日（木）から12月31日（木）",
    }


def consulted() -> dict[str, Any]:
    """What somebody asks who has no request."""
    return {
        "consultation": Row(
            reference="S8-0012",
            who="桜が丘自治会",
            get_about_display=ConsultationAbout.OFF_MENU.label,
            get_way_display=Way.WEB.label,
            wish="空き家のかたづけ方",
            people=6,
            when_words="2月の平日の午前",
            place_words="桜が丘集会所",
        ),
    }


def undelivered() -> dict[str, Any]:
    return {
        "undelivered": {
            "subject": "【依頼】わが家の防災マップづくり 12月17日（木）10:00〜11:00",
            "address": "bosai@city.mikagami.example",
            "what": plain.NOT_ARRIVED,
            "why": plain.WHY[plain.Cause.NO_ADDRESS],
            "advice": plain.ADVICE[plain.Cause.NO_ADDRESS],
        }
    }
