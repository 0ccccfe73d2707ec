"""The group's face: apply without an account, follow the request by a private page."""
