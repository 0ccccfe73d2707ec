"""The catalogue's rows: what can be requested, who gives it, where, and by which rules."""

from lectures.models.course import Course, CourseMeeting, Provider
from lectures.models.lecture import (
    Category,
    Lecture,
    LectureFacts,
    LectureTally,
    NextDepartment,
)
from lectures.models.office import OfficeSettings
from lectures.models.pages.course import CourseIndexPage, CoursePage, CoursePageMeeting
from lectures.models.pages.lecture import LecturePage
from lectures.models.pages.menu import MenuPage
from lectures.models.people import (
    Absence,
    Department,
    DepartmentMember,
    Lecturer,
    LecturerMembership,
)
from lectures.models.places import Centre, Equipment, Room
from lectures.models.reorganisation import Reorganisation
from lectures.models.rules import Blackout, BookingRules, PartOfDay
from lectures.models.year import FiscalYear

__all__ = [
    "Absence",
    "Blackout",
    "BookingRules",
    "Category",
    "Centre",
    "Course",
    "CourseIndexPage",
    "CourseMeeting",
    "CoursePage",
    "CoursePageMeeting",
    "Department",
    "DepartmentMember",
    "Equipment",
    "FiscalYear",
    "Lecture",
    "LectureFacts",
    "LecturePage",
    "LectureTally",
    "Lecturer",
    "LecturerMembership",
    "MenuPage",
    "NextDepartment",
    "OfficeSettings",
    "PartOfDay",
    "Provider",
    "Reorganisation",
    "Room",
]
