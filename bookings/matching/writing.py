"""A problem and a plan as JSON, so that reading what was written gives the same problem."""

from datetime import datetime
from typing import Any

from bookings.matching.figures import journey, loads
from bookings.matching.problem import Lecturer, Period, Problem, Request, Session, Wish
from bookings.matching.reading import WEEKDAYS


def problem_json(problem: Problem) -> dict[str, Any]:
    """Everything, with the parts of the day told as windows."""
    travel = problem.travel
    return _filled(
        places=[
            _filled(id=p.id, latitude=p.latitude, longitude=p.longitude, closed=periods(p.closed))
            for p in problem.places
        ],
        rooms=[{"id": room.id, "turn_round": room.turn_round} for room in problem.rooms],
        travel={
            "setup": travel.setup, "tidy": travel.tidy, "detour": travel.detour,
            "km_per_hour": travel.km_per_hour, "fixed": travel.fixed, "unknown": travel.unknown,
            "pairs": [
                {"from": origin, "to": target, "minutes": minutes}
                for (origin, target), minutes in travel.pairs.items()
            ],
        },
        step=problem.step,
        blackout=sorted(day.isoformat() for day in problem.blackout),
        lecturers=[lecturer_json(lecturer) for lecturer in problem.lecturers],
        requests=[request_json(request) for request in problem.requests],
        committed=[
            _filled(**{"from": told(c.start)}, to=told(c.end), id=c.id, place=c.place,
                    lecturers=list(c.lecturers), room=c.room)
            for c in problem.committed
        ],
        pins=[_promise(promise) for promise in problem.promises if not promise.asked],
        asked=[_promise(promise) for promise in problem.promises if promise.asked],
        forbids=[
            _filled(request=f.request, lecturer=f.lecturer, start=told(f.start))
            for f in problem.forbids
        ],
        before=[
            {"request": s.request, "start": told(s.start), "lecturers": list(s.lecturers)}
            for s in problem.before
        ],
    )  # fmt: skip


def lecturer_json(lecturer: Lecturer) -> dict[str, Any]:
    limits, hours = lecturer.limits, lecturer.hours
    return _filled(
        id=lecturer.id,
        skills=sorted(lecturer.skills),
        base=lecturer.base,
        departments=sorted(lecturer.departments),
        hours=None if hours is None else {
            WEEKDAYS[day]: [[clock(end) for end in pair] for pair in pairs]
            for day, pairs in hours.items()
        },
        absences=periods(lecturer.absences),
        busy=periods(lecturer.busy),
        limits=_filled(day=limits.day, week=limits.week, month=limits.month),
        load=lecturer.load,
    )  # fmt: skip


def request_json(request: Request) -> dict[str, Any]:
    return _filled(
        id=request.id, lecture=request.lecture, place=request.place, length=request.length,
        wishes=[wish_json(wish) for wish in request.wishes], lecturers=request.lecturers,
        priority=request.priority, room=request.room, departments=sorted(request.departments),
    )  # fmt: skip


def wish_json(wish: Wish) -> dict[str, str]:
    day = wish.opens.date()
    if wish.closes is None:
        return {"day": day.isoformat(), "start": clock(wish.opens.hour * 60 + wish.opens.minute)}
    ends = [
        (moment - datetime.combine(day, datetime.min.time()))
        for moment in (wish.opens, wish.closes)
    ]
    first, last = (clock(int(end.total_seconds()) // 60) for end in ends)
    return {"day": day.isoformat(), "from": first, "to": last}


def sessions_json(problem: Problem, sessions: tuple[Session, ...]) -> list[dict[str, Any]]:
    """Each session with what speaks for it: rank, minutes of travel, how many each has by then."""
    after = loads(problem, sessions)
    return [
        {
            "request": session.request,
            "start": told(session.start),
            "lecturers": list(session.lecturers),
            "rank": session.rank,
            "minutes": journey(problem, session),
            "load": [after[name] for name in session.lecturers],
        }
        for session in sessions
    ]


def periods(given: tuple[Period, ...]) -> list[dict[str, Any]]:
    return [
        _filled(**{"from": told(period.start)}, to=told(period.end), place=period.place)
        for period in given
    ]


def _promise(promise: Any) -> dict[str, Any]:
    return _filled(
        request=promise.request, lecturers=list(promise.lecturers), start=told(promise.start)
    )


def told(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="minutes")


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _filled(**fields: Any) -> dict[str, Any]:
    """Without what is empty: an absent field means the same."""
    return {name: value for name, value in fields.items() if value is not None and value != []}
