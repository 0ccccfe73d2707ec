"""What to say to who is on the telephone: one sentence, with the number. Reads only."""

from django.utils.translation import gettext as _

from bookings.emails.facts import office
from bookings.models import ApplicantGroup, BookingRequest, Consultation

NotifyBy = ApplicantGroup.NotifyBy


def of_request(row: BookingRequest) -> str:
    assert row.group is not None
    told = ApplicantGroup.NotifyBy(row.group.notify_by).label
    said = {"number": row.reference, "told": told, "days": office().answer_days}
    if row.agreed_with:
        return (
            _(
                "「受付番号は %(number)s です。約束の日時を確かめて、%(told)sで決定をお知らせします。」"
            )
            % said
        )
    return (
        _(
            "「受付番号は %(number)s です。日にちはまだ決まっていません。"
            "担当の課に確かめて、%(told)sでお知らせします。%(days)d開庁日ほどかかります。」"
        )
        % said
    )


def of_consultation(row: Consultation) -> str:
    return _("「相談番号は %(number)s です。事務局で考えて、%(told)sでお返事します。」") % {
        "number": row.reference,
        "told": row.group.get_notify_by_display(),
    }
