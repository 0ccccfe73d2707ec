"""Public identifiers: UUID version 7 (RFC 9562, 5.7), sortable by time, never a secret."""

import base64
import os
import time
import uuid

_ENCODED_LENGTH = 26


def uuid7() -> uuid.UUID:
    """48 bits of Unix milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def encode(public_id: uuid.UUID) -> str:
    """26 letters of lower-case base32: fits a mail address, survives being read aloud."""
    return base64.b32encode(public_id.bytes).decode().rstrip("=").lower()


def decode(text: str) -> uuid.UUID:
    """The reverse of `encode`, in any letter case. Raises ValueError for anything else."""
    if len(text) != _ENCODED_LENGTH:
        raise ValueError("not an encoded public id")
    return uuid.UUID(bytes=base64.b32decode(text.upper() + "======"))
