"""The catalogue's rows: what can be requested, who gives it, where, and by which rules."""

from lectures.models.course import Course, CourseMeeting
from lectures.models.course_job import CourseJob
from lectures.models.course_source import CourseSource, ImportedCourse, SourceFile
from lectures.models.editing import DepartmentEditors
from lectures.models.facts import Category, LectureFacts
from lectures.models.lecture import Lecture, LectureTally, NextDepartment
from lectures.models.office import OfficeSettings
from lectures.models.pages.course import CoursePage, CoursePageMeeting
from lectures.models.pages.course_list import CourseIndexPage
from lectures.models.pages.lecture import LecturePage, RelatedLecture
from lectures.models.pages.menu import MenuPage
from lectures.models.pages.programme import ProgrammeEntry, ProgrammePage
from lectures.models.people import (
    Absence,
    Department,
    DepartmentMember,
    Lecturer,
    LecturerMembership,
)
from lectures.models.places import Centre, CentreClosure, Equipment, Kit, Room
from lectures.models.provider import Provider
from lectures.models.reorganisation import Reorganisation
from lectures.models.rules import Blackout, BookingRules, PartOfDay
from lectures.models.search import MissedWords, SynonymGroup
from lectures.models.year import FiscalYear

__all__ = [
    "Absence",
    "Blackout",
    "BookingRules",
    "Category",
    "Centre",
    "CentreClosure",
    "Course",
    "CourseIndexPage",
    "CourseJob",
    "CourseMeeting",
    "CoursePage",
    "CoursePageMeeting",
    "CourseSource",
    "Department",
    "DepartmentEditors",
    "DepartmentMember",
    "Equipment",
    "FiscalYear",
    "ImportedCourse",
    "Kit",
    "Lecture",
    "LectureFacts",
    "LecturePage",
    "LectureTally",
    "Lecturer",
    "LecturerMembership",
    "MenuPage",
    "MissedWords",
    "NextDepartment",
    "OfficeSettings",
    "PartOfDay",
    "ProgrammeEntry",
    "ProgrammePage",
    "Provider",
    "RelatedLecture",
    "Reorganisation",
    "Room",
    "SourceFile",
    "SynonymGroup",
]
