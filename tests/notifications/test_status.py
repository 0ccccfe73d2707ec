import pytest

from notifications.status import NEEDS_PERSON, NEXT, MoveNotAllowed, State, check_move


def test_every_state_has_a_row_in_the_table_of_moves():
    assert set(NEXT) == set(State)


def test_every_state_but_the_first_can_be_reached():
    assert set().union(*NEXT.values()) | {State.READY} == set(State)


def test_an_unknown_mail_is_never_handed_off_directly():
    assert State.HANDOFF not in NEXT[State.UNKNOWN]
    assert [state for state in State if State.HANDOFF in NEXT[state]] == [State.LEASED]


def test_what_needs_a_person_can_be_settled_by_a_person_or_is_an_end():
    assert {state: sorted(NEXT[state]) for state in NEEDS_PERSON} == {
        State.FAILED: ["cancelled", "ready"],
        State.HELD: ["bounced", "cancelled", "ready", "sent"],
        State.BOUNCED: [],
        State.SUPPRESSED: ["cancelled", "ready"],
    }


def test_a_move_that_the_table_does_not_list_is_refused():
    with pytest.raises(MoveNotAllowed):
        check_move(sources=(State.SENT,), target=State.READY)
