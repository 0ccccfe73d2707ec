"""メニューになかった話: what people asked for beyond the menu in a year, and what came of it. Reads only."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from bookings.models import BookingRequest, Consultation
from bookings.status import ConsultationAbout


@dataclass(frozen=True)
class Wished:
    """`request`: what it became; `state`: how far that, or the consultation, has come."""

    words: str
    state: str
    request: BookingRequest | None = None
    consultation: Consultation | None = None


def wished_in(year: int) -> list[Wished]:
    """The newest first; a request that came at once, without a consultation, is one too."""
    asked = Consultation.objects.of_year(year).filter(about=ConsultationAbout.OFF_MENU)
    rows = asked.exclude(wish="").select_related(
        "fiscal_year", "request__fiscal_year", "request__lecture"
    )
    straight = BookingRequest.objects.submitted().filter(
        fiscal_year__year=year, lecture__off_menu=True, consultation__isnull=True
    )
    found = [(row.opened_at, _of_consultation(row)) for row in rows]
    found += [
        (row.created_at, Wished(row.lecture.title, str(row.get_status_display()), row))
        for row in straight.select_related("fiscal_year", "lecture")
    ]
    return [wished for _at, wished in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _of_consultation(row: Consultation) -> Wished:
    if row.request is None:
        why = f"（{row.get_reason_display()}）" if row.reason else ""
        return Wished(row.wish, f"{row.get_status_display()}{why}", consultation=row)
    if row.request.lecture.off_menu:
        state = str(row.request.get_status_display())
    else:
        state = _("メニューの「%(title)s」で：%(status)s") % {
            "title": row.request.lecture.title, "status": row.request.get_status_display(),
        }  # fmt: skip
    return Wished(row.wish, state, row.request, row)
