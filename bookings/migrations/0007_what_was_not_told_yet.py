"""What groups without mail have not been told yet gets its row, so that no call is lost."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Exists, OuterRef, Q

TELLING = (
    "change_wanted refused cancelled unfulfilled countered confirmed lecturer_named lecturer_yes "
    "rescheduled postponed session_cancelled session_added"
).split()
TOLD_WAYS = ["phone", "fax", "post", "counter"]
JAPAN = timedelta(hours=9)
NO_SUPPORT = "手話通訳などは、用意できませんでした。"  # the one matter of a support's message


def keep(apps, schema_editor):
    model = apps.get_model
    RequestEvent, Telling = model("bookings", "RequestEvent"), model("bookings", "Telling")
    rows = (
        RequestEvent._base_manager.filter(request__group__isnull=False)
        .exclude(request__group__notify_by="email")
        .order_by("request_id", "pk")
    )
    told_at = {}
    for event in rows.filter(verb="message", way__in=TOLD_WAYS):
        told_at[event.request_id] = event.pk
    labels = dict(RequestEvent._meta.get_field("verb").choices)
    for event in to_tell(rows, apps).exclude(actor="group"):
        last = told_at.get(event.request_id, 0)
        told = last if last > event.pk else None
        Telling._base_manager.create(
            site_id=event.site_id,
            event=event,
            kind="group_told_by_hand",
            sentence=NO_SUPPORT if event.verb == "message" else f"{labels[event.verb]}。",
            state="told" if told else "due",
            due_on=(event.at + JAPAN).date(),
            told_by_id=told,
        )


def to_tell(rows, apps):
    """What the desk asked for until now, and what was fixed when a proposed day was taken."""
    model = apps.get_model
    mailed = model("bookings", "EventMail")._base_manager.filter(
        event=OuterRef("pk"), recipient="group"
    )
    unsure = model("bookings", "LecturerConsent")._base_manager.filter(
        session=OuterRef("session"), state="asked"
    )
    support = Q(assignment__role="support")
    decided = Q(verb__in=["accepted", "counter_taken"], to_status="confirmed")
    decided |= Q(verb__in=TELLING) | support & Q(verb="message", way="desk")
    rows = rows.filter(decided, ~Exists(mailed))
    rows = rows.exclude(Q(verb="lecturer_named") & Exists(unsure))
    return rows.exclude(support & Q(verb="countered"))


class Migration(migrations.Migration):
    dependencies = [("bookings", "0006_papers")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
