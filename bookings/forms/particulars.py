"""From the forms to what an action takes, and from a stored request back to the forms."""

from datetime import time

from django.utils import translation

from bookings.actions.submitting import GroupFacts, Particulars
from bookings.forms.classes import ClassesForm
from bookings.forms.contact import ContactForm
from bookings.forms.fields import number_as_typed
from bookings.forms.when import WhenForm
from bookings.forms.where import NO, OTHER, YES, WhereForm
from bookings.forms.who import WhoForm
from bookings.models import ApplicantGroup, BookingRequest, PreferredSlot
from bookings.spelling.classes import SpelledClass, in_words


def particulars_of(
    *,
    who: WhoForm,
    when: WhenForm,
    where: WhereForm,
    contact: ContactForm,
    classes: ClassesForm | None = None,
) -> Particulars:
    """All the forms are valid."""
    centre = where.centre
    place = where.cleaned_data
    return Particulars(
        group=_group(who, contact),
        people=who.cleaned_data["people"],
        ages=who.cleaned_data["ages"],
        wishes=when.wishes,
        centre_id=centre.pk if centre else None,
        venue_name="" if centre else place["other_name"],
        venue_address="" if centre else place["other_address"],
        venue_booked=place["booked"] == YES,
        usable_from=place["usable_from"],
        usable_until=place["usable_until"],
        kit_there=tuple(place["kit_there"]),
        kit_wanted=tuple(place["kit_wanted"]),
        care=tuple(place["care"]),
        care_words=place["care_words"] if place["care"] else "",
        care_by=place["care_by"] if place["care"] else "",
        talk_language=place["talk_language"],
        questions=contact.cleaned_data["questions"],
        remarks=contact.cleaned_data["remarks"],
        classes=classes.understood if classes else (),
        agreed_with=when.cleaned_data["agreed_with"],
    )


def _group(who: WhoForm, contact: ContactForm) -> GroupFacts:
    said = contact.cleaned_data
    wanted = said["notify_by"]
    by_mail, by_post = (
        wanted == ApplicantGroup.NotifyBy.EMAIL,
        wanted == ApplicantGroup.NotifyBy.POST,
    )
    same = said["same_person"]
    return GroupFacts(
        name=who.cleaned_data["group_name"],
        kind=who.cleaned_data["kind"],
        connection=who.cleaned_data["connection"],
        members=who.cleaned_data["members"],
        representative=said["representative"],
        contact_name=said["representative"] if same else said["contact_name"],
        contact_kana=said["contact_kana"],
        phone=said["phone"],
        phone_as_typed=number_as_typed(contact.data.get("phone")),
        reachable=said["reachable"],
        notify_by=wanted,
        # Only what the chosen way needs is kept.
        email=said["email"] if by_mail else "",
        fax=said["fax"] if wanted == ApplicantGroup.NotifyBy.FAX else "",
        postcode=said["postcode"] if by_post else "",
        address=said["address"] if by_post else "",
    )


def typed_of(request: BookingRequest) -> dict[str, dict[str, str]]:
    """A stored request as its group might have typed it, page by page."""
    group = request.group
    assert group is not None
    return {
        "who": {
            "group_name": group.name,
            "people": str(request.people),
            "ages": request.ages,
            "kind": group.kind,
            "connection": group.connection,
            "members": str(group.members or ""),
        },
        "classes": {"classes": _typed_classes(request)},
        "when": _typed_wishes(request),
        "where": {
            "place": request.centre.code if request.centre else OTHER,
            "other_name": request.venue_name,
            "other_address": request.venue_address,
            "booked": YES if request.venue_booked else NO,
            "usable_from": _clock(request.usable_from),
            "usable_until": _clock(request.usable_until),
            "kit_there": ",".join(request.kit_there),
            "kit_wanted": ",".join(request.kit_wanted),
            "care": ",".join(request.care),
            "care_words": request.care_words,
            "care_by": request.care_by,
            "talk_language": request.talk_language,
        },
        "contact": {
            "representative": group.representative or group.contact_name,
            "same_person": "on" if group.representative in ("", group.contact_name) else "",
            "contact_name": group.contact_name,
            "contact_kana": group.contact_kana,
            "phone": group.phone_as_typed or group.phone,
            "notify_by": group.notify_by,
            "reachable": group.reachable,
            "email": group.email,
            "fax": group.fax,
            "postcode": group.postcode,
            "address": group.address,
            "questions": request.questions,
            "remarks": request.remarks,
        },
    }


def _typed_classes(request: BookingRequest) -> str:
    rows = request.classes.order_by("order")
    # Read again as it stands: only the Japanese way of writing is understood.
    with translation.override("ja"):
        return "\n".join(
            in_words(SpelledClass(row.name, row.lesson, row.children, row.starts, row.ends))
            for row in rows
        )


def _typed_wishes(request: BookingRequest) -> dict[str, str]:
    rows = list(request.wishes.order_by("rank"))
    if request.agreed_with and rows:
        return {
            "agreed": YES,
            "agreed_day": rows[0].day.isoformat(),
            "agreed_times": _times(rows[0]),
            "agreed_with": request.agreed_with,
        }
    typed = {}
    for row in rows:
        typed |= {
            f"wish{row.rank}_day": row.day.isoformat(),
            f"wish{row.rank}_part": row.part,
            f"wish{row.rank}_times": _times(row),
        }
    return typed


def _times(wish: PreferredSlot) -> str:
    return f"{_clock(wish.starts)}〜{_clock(wish.ends)}" if wish.starts else ""


def _clock(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
