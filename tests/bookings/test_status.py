"""States and moves are data; these tests read the tables as an auditor would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.actions.moves import MoveNotAllowed, Refused, move_assignment, move_session
from bookings.models import Assignment, LectureSession
from bookings.status import (
    ASSIGNMENT_MOVES,
    REQUEST_ENDS,
    REQUEST_MOVES,
    SESSION_CORRECTIONS,
    SESSION_MOVES,
    AssignmentState,
    RequestStatus,
    SessionState,
)

TABLES = [
    (RequestStatus, REQUEST_MOVES),
    (SessionState, SESSION_MOVES),
    (AssignmentState, ASSIGNMENT_MOVES),
]


@pytest.mark.parametrize(("states", "moves"), TABLES)
def test_every_state_has_a_row_in_its_table(states, moves):
    assert set(moves) == set(states)


@pytest.mark.parametrize(("states", "moves"), TABLES)
def test_every_state_but_the_first_can_be_reached(states, moves):
    reached = {target for targets in moves.values() for target in targets}

    assert set(states) - reached <= {RequestStatus.DRAFT}


def test_ends_lead_nowhere_except_a_correction_of_closed():
    assert {end: set(REQUEST_MOVES[end]) for end in REQUEST_ENDS} == {
        RequestStatus.REFUSED: set(),
        RequestStatus.WITHDRAWN: set(),
        RequestStatus.CANCELLED: set(),
        RequestStatus.UNFULFILLED: set(),
        RequestStatus.CLOSED: {RequestStatus.CONFIRMED},
    }


def test_a_session_leaves_delivered_and_cancelled_only_as_a_correction():
    left = {(before, to) for before in SESSION_MOVES for to in SESSION_MOVES[before]}
    from_ends = {
        move for move in left if move[0] in (SessionState.DELIVERED, SessionState.CANCELLED)
    }

    assert from_ends == set(SESSION_CORRECTIONS)


@given(st.sampled_from(AssignmentState), st.sampled_from(AssignmentState))
def test_an_assignment_refuses_every_move_outside_the_table(before, to):
    assignment = Assignment(state=before)
    assignment.save = lambda: None

    if to in ASSIGNMENT_MOVES[before]:
        move_assignment(assignment, to=to)
        assert (assignment.state, assignment.version) == (to, 1)
    else:
        with pytest.raises(MoveNotAllowed):
            move_assignment(assignment, to=to)
        assert (assignment.state, assignment.version) == (before, 0)


@given(
    st.sampled_from(SessionState), st.sampled_from(SessionState), st.sampled_from(["", "mistake"])
)
def test_a_session_refuses_every_move_outside_the_table_and_corrections_without_reason(
    before, to, reason
):
    session = LectureSession(state=before)
    session.save = lambda: None
    allowed = to in SESSION_MOVES[before] and ((before, to) not in SESSION_CORRECTIONS or reason)

    if allowed:
        move_session(session, to=to, reason=reason)
        assert session.state == to
    else:
        with pytest.raises(Refused):
            move_session(session, to=to, reason=reason)
        assert session.state == before
