"""Two addresses for load balancers, containers and `make run`. They show no data and change none.

/healthz  this process answers (no database, so a slow database does not get it restarted)
/readyz   everything a request needs is there: 200, or 503 with the part that is not
"""

from collections.abc import Callable
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from config import clock
from notifications.delivery import epoch
from notifications.models import Heartbeat

FRESH = timedelta(seconds=60)
OK, AWAY, SILENT, STOPPED, UNKNOWN = "ok", "away", "silent", "stopped", "unknown"


class HealthMiddleware:
    """Stands first: these answers must not depend on a host name, a town or a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = {"/healthz": alive, "/readyz": ready}.get(request.path_info)
        if answer is None:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        response = answer()
        response["Cache-Control"] = "no-store"
        # Asked every few seconds: "not ready" is an answer here and no error of this program.
        response._has_been_logged = True
        return response


def alive() -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


def ready() -> HttpResponse:
    states = {"database": database(), "broker": broker()} | heartbeats()
    if states["database"] == states["broker"] == OK and epoch.refusal():
        # The database is older than the mail that left: a backup was restored.
        states["mail"] = STOPPED
    return JsonResponse(states, status=200 if set(states.values()) == {OK} else 503)


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return AWAY
    return OK


def broker() -> str:
    if not settings.REDIS_URL:
        return AWAY
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2
        ) as client:
            client.ping()
    except redis.RedisError:
        return AWAY
    return OK


def heartbeats() -> dict[str, str]:
    """The scheduler's word is carried by the worker: without a worker nobody knows about it."""
    try:
        seen = dict(Heartbeat.objects.values_list("name", "at"))
    except DatabaseError:
        return {"worker": UNKNOWN, "beat": UNKNOWN}
    now = clock.now()
    states = {
        name: OK if name in seen and abs(now - seen[name]) < FRESH else SILENT
        for name in ("worker", "beat")
    }
    if states["worker"] != OK and states["beat"] != OK:
        states["beat"] = UNKNOWN
    return states
