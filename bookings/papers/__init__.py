"""Paper: notices, letters and sheets as blocks of data, set as PDF or written as DOCX. Pure: no ORM."""

from bookings.papers.blocks import Sheet
from bookings.papers.frozen import digest_of
from bookings.papers.pdf import pdf_of, pictures_of
from bookings.papers.reading import blocks_of
from bookings.papers.word import docx_of

__all__ = ["Sheet", "blocks_of", "digest_of", "docx_of", "pdf_of", "pictures_of"]
