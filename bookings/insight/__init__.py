"""What the year's numbers say: findings, charts and tables for the office, the headquarters, citizens.

Reads only. Every number comes from `bookings.counting`, `bookings.opinions` or rows named here.
"""
