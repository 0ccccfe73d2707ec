"""講座の台帳: the catalogue's rows in Wagtail's admin, each town seeing only its own."""
