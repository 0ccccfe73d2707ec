"""From request to count."""

from bookings.models.allocation import Allocation, Resource
from bookings.models.answer import Answer, CounterSlot, WaitingReply
from bookings.models.assignment import Assignment
from bookings.models.consent import LecturerConsent
from bookings.models.digest import DigestItem, OfficeDigest
from bookings.models.event import EventMail, EventNote, RequestEvent
from bookings.models.grant import Grant
from bookings.models.group import ApplicantGroup
from bookings.models.indicator import Indicator, IndicatorValue
from bookings.models.mailtext import MailText, MailTextFailure
from bookings.models.report import SessionReport
from bookings.models.request import BookingRequest, PreferredSlot
from bookings.models.session import LectureSession
from bookings.models.survey import SurveyResponse

__all__ = [
    "Allocation",
    "Answer",
    "ApplicantGroup",
    "Assignment",
    "BookingRequest",
    "CounterSlot",
    "DigestItem",
    "EventMail",
    "EventNote",
    "Grant",
    "Indicator",
    "IndicatorValue",
    "LectureSession",
    "LecturerConsent",
    "MailText",
    "MailTextFailure",
    "OfficeDigest",
    "PreferredSlot",
    "RequestEvent",
    "Resource",
    "SessionReport",
    "SurveyResponse",
    "WaitingReply",
]
