"""From a consultation to the page of a request: all that was said, where it belongs. Reads only."""

from collections.abc import Sequence

from bookings.desk.forms.lecture_box import in_list
from bookings.models import Consultation, ConsultationNote
from bookings.status import ConsultationAbout, ConsultationVerb, Way
from lectures.models import Lecture

_SAID = (ConsultationVerb.OPENED, ConsultationVerb.HEARD)
# The desk's own list of ways; what came by the web is now typed in from a call.
_WAYS = (Way.PHONE, Way.FAX, Way.COUNTER, Way.POST, Way.EMAIL)


def typed(row: Consultation, lectures: Sequence[Lecture]) -> dict[str, str]:
    """Initial values by field name."""
    group = row.group
    same = next((one for one in lectures if one.pk == row.lecture_id), None)
    off_menu = not same and row.about == ConsultationAbout.OFF_MENU
    return {
        "lecture": in_list(same, lectures) if same else "",
        "off_title": row.wish if off_menu else "",
        "way": row.way if row.way in _WAYS else Way.PHONE.value,
        "group_name": group.name,
        "people": str(row.people or ""),
        "other_name": row.place_words,
        "representative": group.contact_name,
        "same_person": "on",
        "contact_kana": group.contact_kana,
        "phone": group.phone_as_typed or group.phone,
        "notify_by": group.notify_by,
        "email": group.email,
        "remarks": said(row),
    }


def said(row: Consultation) -> str:
    """The topic, the time and everything that the group said, as far as it is not erased."""
    notes = ConsultationNote.objects.filter(event__consultation=row, event__verb__in=_SAID)
    words = notes.order_by("event_id").values_list("text", flat=True)
    return "\n".join(filter(None, [row.wish, row.when_words, *words]))
