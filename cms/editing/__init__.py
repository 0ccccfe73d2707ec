"""What the admin adds for those who write: notes on Japanese text, what waits, whose pages."""
