"""Mail handed over by a mail server of the same machine (LMTP, RFC 2033).

`wire` reads bytes, `session` speaks the protocol, `deposit` stores, `server` listens. Only `deposit`
knows the database.
"""
