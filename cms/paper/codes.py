"""A QR code as a drawing. Pure."""

from io import BytesIO

import segno

_LONGEST = 300


def drawn(address: str) -> str:
    """As SVG with its quiet zone; empty where an address is missing or too long to be read from paper."""
    if not address or len(address) > _LONGEST:
        return ""
    held = BytesIO()
    segno.make_qr(address, error="m").save(
        held, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, light="#fff"
    )
    return held.getvalue().decode()
