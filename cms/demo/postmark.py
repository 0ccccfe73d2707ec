"""What mail servers do to a mail on its way: sign it at home, check and stamp it on arrival.

The keys are the demo's own (kept in DATA_DIR); the check is a real DKIM check (RFC 6376) against
them, so a forged sender fails here as it would outside.
"""

import base64
import email.policy
from datetime import datetime
from email.parser import BytesHeaderParser
from email.utils import format_datetime, parseaddr
from pathlib import Path

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

SELECTOR = b"demo"
_SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to"]


def sign(raw: bytes) -> bytes:
    """Sign with the key of the From domain, as the sender's own server would."""
    signature = dkim.sign(
        raw,
        SELECTOR,
        _domain(raw).encode(),
        _key_file(_domain(raw)).read_bytes(),
        include_headers=_SIGNED,
    )
    return signature + raw


def stamp(raw: bytes, *, envelope_from: str, to: str, at: datetime) -> bytes:
    """As delivered: Return-Path, Delivered-To, Received and our own Authentication-Results."""
    passed = _verified(raw)
    result = f"dkim={'pass' if passed else 'none'} header.d={_domain(raw)}"
    lines = [
        f"Return-Path: <{envelope_from}>",
        f"Delivered-To: {to}",
        f"Authentication-Results: {settings.AUTHSERV_ID}; {result}",
        f"Received: from mail.example by {settings.AUTHSERV_ID} with ESMTP; {format_datetime(at)}",
    ]
    return "\r\n".join(lines).encode() + b"\r\n" + raw


def _verified(raw: bytes) -> bool:
    try:
        return dkim.verify(raw, dnsfunc=_published)
    except dkim.DKIMException:
        return False


def _published(name: bytes, timeout: int = 5) -> bytes:
    """The public key as DNS would give it: demo._domainkey.<domain>."""
    domain = name.decode().rstrip(".").removeprefix(f"{SELECTOR.decode()}._domainkey.")
    private = serialization.load_pem_private_key(_key_file(domain).read_bytes(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def _domain(raw: bytes) -> str:
    message = BytesHeaderParser(policy=email.policy.default).parsebytes(raw)
    return parseaddr(str(message["From"]))[1].rpartition("@")[2].lower()


def _key_file(domain: str) -> Path:
    """The domain's private key; made when first needed."""
    folder = settings.DATA_DIR / "demo-keys"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{Path(domain).name or 'none'}.pem"
    if not file.exists():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        fresh = file.with_suffix(f".{id(key)}")
        fresh.touch(0o600)
        fresh.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.TraditionalOpenSSL,
                serialization.NoEncryption(),
            )
        )
        fresh.rename(file)
    return file
