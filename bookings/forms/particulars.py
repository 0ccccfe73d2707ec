"""From the four forms to what an action takes, and from a stored request back to the forms."""

from datetime import time

from bookings.actions.submitting import GroupFacts, Particulars
from bookings.forms.contact import ContactForm
from bookings.forms.when import WhenForm
from bookings.forms.where import NO, OTHER, YES, WhereForm
from bookings.forms.who import WhoForm
from bookings.models import ApplicantGroup, BookingRequest
from bookings.rules import Wish


def particulars_of(
    *, who: WhoForm, when: WhenForm, where: WhereForm, contact: ContactForm
) -> Particulars:
    """All four forms are valid."""
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
        remarks=contact.cleaned_data["remarks"],
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
        representative=said["representative"],
        contact_name=said["representative"] if same else said["contact_name"],
        contact_kana=said["contact_kana"],
        phone=said["phone"],
        phone_as_typed=contact.data.get("phone", "").strip()[:40],
        notify_by=wanted,
        # Only what the chosen way needs is kept.
        email=said["email"] if by_mail else "",
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
        },
        "when": _typed_wishes(request),
        "where": {
            "place": request.centre.code if request.centre else OTHER,
            "other_name": request.venue_name,
            "other_address": request.venue_address,
            "booked": YES if request.venue_booked else NO,
            "usable_from": _clock(request.usable_from),
            "usable_until": _clock(request.usable_until),
        },
        "contact": {
            "representative": group.representative or group.contact_name,
            "same_person": "on" if group.representative in ("", group.contact_name) else "",
            "contact_name": group.contact_name,
            "contact_kana": group.contact_kana,
            "phone": group.phone_as_typed or group.phone,
            "notify_by": group.notify_by,
            "email": group.email,
            "postcode": group.postcode,
            "address": group.address,
            "remarks": request.remarks,
        },
    }


def _typed_wishes(request: BookingRequest) -> dict[str, str]:
    typed = {}
    for row in request.wishes.order_by("rank"):
        wish = Wish(row.day, row.part, row.starts, row.ends)
        typed |= {
            f"wish{row.rank}_day": wish.day.isoformat(),
            f"wish{row.rank}_part": wish.part,
            f"wish{row.rank}_from": _clock(wish.starts),
            f"wish{row.rank}_until": _clock(wish.ends),
        }
    return typed


def _clock(moment: time | None) -> str:
    return f"{moment:%H:%M}" if moment else ""
