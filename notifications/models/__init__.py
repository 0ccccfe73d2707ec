"""What notifications remembers. Questions only: every change is made by a named function."""

from notifications.models.identity import MailIdentity, identity_for, identity_of_domain
from notifications.models.inbound import InboundEmail
from notifications.models.kept import KeptMail
from notifications.models.limits import DomainBucket, SuppressedAddress
from notifications.models.outgoing import DeliveryAttempt, OutgoingAttachment, OutgoingEmail
from notifications.models.running import Heartbeat, Installation, PeriodicRun

__all__ = [
    "DeliveryAttempt",
    "DomainBucket",
    "Heartbeat",
    "InboundEmail",
    "Installation",
    "KeptMail",
    "MailIdentity",
    "OutgoingAttachment",
    "OutgoingEmail",
    "PeriodicRun",
    "SuppressedAddress",
    "identity_for",
    "identity_of_domain",
]
