"""`manage.py end_second_factor ADDRESS`: for who lost telephone and spare codes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User


class Command(BaseCommand):
    help = "Ends the second factor of one person, who then signs in by password alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has this address.")
        count, _by_model = Authenticator.objects.filter(user=user).delete()
        self.stdout.write("Ended." if count else "There was none.")
