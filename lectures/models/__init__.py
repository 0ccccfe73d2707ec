"""The catalogue's rows: what can be requested, who gives it, where, and by which rules."""

from lectures.models.lecture import Category, Lecture, LectureFacts, LectureTally
from lectures.models.office import OfficeSettings
from lectures.models.people import Department, DepartmentMember, Lecturer, LecturerMembership
from lectures.models.places import Centre, Equipment, Room
from lectures.models.rules import Blackout, BookingRules, PartOfDay
from lectures.models.year import FiscalYear

__all__ = [
    "Blackout",
    "BookingRules",
    "Category",
    "Centre",
    "Department",
    "DepartmentMember",
    "Equipment",
    "FiscalYear",
    "Lecture",
    "LectureFacts",
    "LectureTally",
    "Lecturer",
    "LecturerMembership",
    "OfficeSettings",
    "PartOfDay",
    "Room",
]
