"""What holds for one lecture today, read once per page and handed to its forms."""

from dataclasses import dataclass
from datetime import date, datetime

from bookings.models.rulebook import rules_for
from bookings.rules import Rules
from lectures.models import Lecture, OfficeSettings
from lectures.zones import local


@dataclass(frozen=True)
class Terms:
    """The conditions, the lecture's length, the office's phone, and the day it is."""

    rules: Rules
    minutes: int
    phone: str
    today: date


def terms_for(lecture: Lecture, *, at: datetime) -> Terms:
    """BookingRules.DoesNotExist, OfficeSettings.DoesNotExist: the town is not set up yet."""
    phone = OfficeSettings.objects.values_list("phone", flat=True).get(site_id=lecture.site_id)
    return Terms(rules_for(lecture), lecture.minutes, phone, local(at).date())
