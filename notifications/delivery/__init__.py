"""Handing over what the outbox holds: exactly once where a look-up can prove it, else on hold.

claim → offer → fence → DATA → outcome. No transaction is open while the network is used.
"""
