"""From request to count."""

from bookings.models.allocation import Allocation, Resource
from bookings.models.answer import Answer, CounterSlot, WaitingReply
from bookings.models.area import Area
from bookings.models.assignment import Assignment
from bookings.models.changewish import ChangeSlot, ChangeWish
from bookings.models.classes import ClassPeriod
from bookings.models.closing import Amendment, YearClosing
from bookings.models.consent import LecturerConsent
from bookings.models.consultation import Consultation, ConsultationEvent, ConsultationNote
from bookings.models.dayplan import DayPlan
from bookings.models.digest import DigestItem, OfficeDigest
from bookings.models.direct import DirectAsk, DirectKey
from bookings.models.duty import Duty, DutyEvent, DutySession
from bookings.models.event import EventMail, EventNote, RequestEvent
from bookings.models.figures import CountingUnit, FigureLine, SessionFact, StaleSession
from bookings.models.file import FileContent, RequestFile
from bookings.models.grant import Grant
from bookings.models.group import ApplicantGroup
from bookings.models.indicator import CountedIn, Indicator, IndicatorChange, IndicatorValue
from bookings.models.mailtext import MailText, MailTextFailure
from bookings.models.paper import IssuedPaper, PaperContent
from bookings.models.past import PastFigure, PastImport
from bookings.models.photo import PhotoContent, SessionPhoto
from bookings.models.pledge import PledgeText
from bookings.models.report import DifferingReports, SessionReport, differing
from bookings.models.request import BookingRequest, PreferredSlot
from bookings.models.savedview import SavedView
from bookings.models.session import LectureSession
from bookings.models.survey import AudienceAnswer, AudienceTally, SurveyResponse
from bookings.models.telling import Telling
from bookings.models.year_report import YearReport, YearReportPart

__all__ = [
    "Allocation",
    "Amendment",
    "Answer",
    "ApplicantGroup",
    "Area",
    "Assignment",
    "AudienceAnswer",
    "AudienceTally",
    "BookingRequest",
    "ChangeSlot",
    "ChangeWish",
    "ClassPeriod",
    "Consultation",
    "ConsultationEvent",
    "ConsultationNote",
    "CountedIn",
    "CounterSlot",
    "CountingUnit",
    "DayPlan",
    "DifferingReports",
    "DigestItem",
    "DirectAsk",
    "DirectKey",
    "Duty",
    "DutyEvent",
    "DutySession",
    "EventMail",
    "EventNote",
    "FigureLine",
    "FileContent",
    "Grant",
    "Indicator",
    "IndicatorChange",
    "IndicatorValue",
    "IssuedPaper",
    "LectureSession",
    "LecturerConsent",
    "MailText",
    "MailTextFailure",
    "OfficeDigest",
    "PaperContent",
    "PastFigure",
    "PastImport",
    "PhotoContent",
    "PledgeText",
    "PreferredSlot",
    "RequestEvent",
    "RequestFile",
    "Resource",
    "SavedView",
    "SessionFact",
    "SessionPhoto",
    "SessionReport",
    "StaleSession",
    "SurveyResponse",
    "Telling",
    "WaitingReply",
    "YearClosing",
    "YearReport",
    "YearReportPart",
    "differing",
]
