"""The office's own wording of mails: plain text with {names}, never a template. Pure: no ORM."""

from bookings.mailtexts.checking import Problem, Rules, problems
from bookings.mailtexts.filling import Unfillable, fill, names_in, spelled

__all__ = ["Problem", "Rules", "Unfillable", "fill", "names_in", "problems", "spelled"]
