"""A QR code as a picture on paper."""

from base64 import b64encode
from io import BytesIO

import segno

from bookings.papers.blocks import Picture

_LONGEST = 600


def qr_of(address: str, *, alt: str, size_mm: int = 28) -> Picture | None:
    """None where the address is too long to be read from paper."""
    if not address or len(address) > _LONGEST:
        return None
    held = BytesIO()
    segno.make_qr(address, error="m").save(held, kind="png", scale=8, border=2)
    return Picture("png", b64encode(held.getvalue()).decode(), alt, size_mm, size_mm)
