"""残す期限: what papers and files show goes once a person says so; that they were there stays."""

import pytest
from django.core.exceptions import ValidationError

from bookings.actions import deciding, filing, keeping, papering, retention, sessions
from bookings.actions.moves import Refused, Stale
from bookings.actions.sessions import Venue
from bookings.doctor import papers as doctor
from bookings.emails.on_paper import Formalities
from bookings.models import ApplicantGroup, FileContent, IssuedPaper, PaperContent, RequestFile
from bookings.rules import Slot
from bookings.status import Reason, RequestStatus, Verb
from lectures.models import OfficeSettings
from tests.factories.bookings import deliver, make_request
from tests.factories.town import NOW, OFFICE, at

EVE, DAY = at("2030-03-31 23:59"), at("2030-04-01 00:01")


@pytest.fixture
def request_(town):
    row = make_request(town, status=RequestStatus.CLOSED)
    put(row)
    papering.issue(request_id=row.pk, kind="decision", how=Formalities(), by=OFFICE, at=NOW)
    assert row.group.keep_until.isoformat() == "2030-04-01"
    return row


def put(row, *, moment=NOW):
    return filing.put(
        request_id=row.pk, name="地図", kind="pdf", data=b"%PDF-", by=OFFICE, at=moment
    )


def erased(moment) -> int:
    seen = retention.overdue(at=moment).digest
    return retention.erase(seen=seen, by=OFFICE, at=moment).count


def test_on_the_day_before_nothing_is_listed(request_):
    assert retention.how_many(at=EVE) == 0
    with pytest.raises(Refused):
        erased(EVE)


def test_what_they_show_goes_and_the_history_keeps_that_they_were_there(request_):
    assert retention.how_many(at=DAY) == 2

    assert erased(DAY) == 2

    file = RequestFile.objects.get()
    assert (file.name, file.removed_at) == ("地図", DAY)
    assert papering.sheet_as_issued(IssuedPaper.objects.get()) is None
    gone = request_.events.order_by("-pk")[:2]
    assert {(row.verb, row.actor) for row in gone} == {
        (Verb.FILE_TAKEN_AWAY, "office"), (Verb.PAPERS_ERASED, "office"),
    }  # fmt: skip
    assert "決定通知書" in request_.events.get(verb=Verb.PAPERS_ERASED).note.text
    assert request_.events.filter(verb__in=[Verb.FILE_PUT, Verb.PAPER_ISSUED]).count() == 2
    assert retention.how_many(at=DAY) == 0


def test_only_the_list_that_was_seen_is_erased(request_):
    seen = retention.overdue(at=DAY).digest
    put(request_)

    with pytest.raises(Stale):
        retention.erase(seen=seen, by=OFFICE, at=DAY)

    assert (FileContent.objects.count(), PaperContent.objects.count()) == (2, 1)


def test_the_twin_without_the_look_at_the_list_more_would_go(request_, monkeypatch):
    seen = retention.overdue(at=DAY).digest
    put(request_)
    monkeypatch.setattr(retention.Overdue, "digest", seen)

    assert retention.erase(seen=seen, by=OFFICE, at=DAY).count == 3


def test_a_long_list_is_erased_part_by_part(request_, monkeypatch):
    monkeypatch.setattr(retention, "MOST", 1)
    put(request_)

    assert [erased(DAY), erased(DAY)] == [2, 1]


def test_a_group_whose_names_stay_longer_keeps_its_papers_as_long(request_):
    ApplicantGroup.objects.update(keep_until="2031-04-01")

    assert retention.how_many(at=DAY) == 0


def test_nothing_of_a_request_that_goes_on_is_listed(town):
    row = make_request(town, status=RequestStatus.CONFIRMED)
    put(row)

    assert retention.how_many(at=at("2099-04-01 00:01")) == 0
    deciding.cancel(request_id=row.pk, by=OFFICE, at=NOW, reason=Reason.DISASTER)
    assert retention.how_many(at=at("2099-04-01 00:01")) == 1


@pytest.mark.parametrize("adds", [True, False])
def test_a_later_day_makes_it_longer(town, adds):
    row = make_request(town, status=RequestStatus.CONFIRMED)
    put(row)
    session, later = row.sessions.get(), Slot(at("2027-05-18 10:00"), at("2027-05-18 11:00"))

    if adds:
        sessions.add(request_id=row.pk, slot=later, lecturer_ids=[], by=OFFICE, at=NOW)
    else:
        sessions.reschedule(
            session_id=session.pk, slot=later, venue=Venue(name="本町公民館"), by=OFFICE, at=NOW
        )

    assert ApplicantGroup.objects.get().keep_until.isoformat() == "2031-04-01"
    for one in row.sessions.all():
        deliver(one)
    row.refresh_from_db()
    assert row.status == RequestStatus.CLOSED
    assert retention.how_many(at=DAY) == 0
    assert retention.how_many(at=at("2031-04-01 00:01")) == 1


def test_what_is_put_late_beside_an_old_request_stays_its_years(request_):
    late = at("2030-05-10 10:00")
    put(request_, moment=late)

    assert retention.how_many(at=late) == 2
    assert retention.how_many(at=at("2034-04-01 00:01")) == 3


def test_a_shorter_day_never_makes_it_shorter(request_):
    keeping.keep_for(request_, NOW.date())

    assert ApplicantGroup.objects.get().keep_until.isoformat() == "2030-04-01"


def test_no_town_keeps_less_than_a_year(town):
    office = OfficeSettings.objects.get()
    office.retention_years = 0

    with pytest.raises(ValidationError, match="1年から"):
        office.full_clean()


def test_the_doctor_names_what_nobody_has_erased_for_a_season(request_):
    assert list(doctor.checks(at=at("2030-06-29 00:01"))) == []

    found = list(doctor.checks(at=at("2030-07-01 00:01")))

    assert len(found) == 2
    assert all("to be erased on 2030-04-01" in line for line in found)
