"""`manage.py hello`: three commands to paste, one for each standard, and what a person asks."""

from shlex import quote
from textwrap import dedent
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demo

REST = "curl -u {credential} {rest}"
GRAPHQL = "curl -u {credential} -H 'Content-Type: application/json' -d {document} {graphql}"
SOAP = "curl -u {credential} -H 'Content-Type: text/xml; charset=utf-8' -d {envelope} {soap}"
DOCUMENT = '{"query": "{ circles(first: 3) { items { name slug membersCount } after } }"}'
ENVELOPE = (
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
    '<ListCircles xmlns="urn:comparte_ride:circles:v1"><first>3</first></ListCircles>'
    "</e:Body></e:Envelope>"
)
LOG_IN = (
    "TOKEN=$(curl -s -H 'Content-Type: application/json' -d {log_in} {sessions}"
    """ | sed 's/.*"access_token": *"\\([^"]*\\)".*/\\1/')"""
)
RIDES = """curl -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d {rides} {graphql}"""
RIDES_DOCUMENT = (
    '{"query": "{ rides(first: 3) { items { origin destination departsAt seatsFree '
    'driver { firstName reputation } circle { name } } } }"}'
)


def commands(base: str, secret: str) -> list[str]:
    """The three commands for the site at `base`, with the secret of the demonstration's service."""
    words = {
        "credential": quote(f"demo:{secret}"),
        "rest": quote(f"{base}/api/v1/circles?first=3"),
        "graphql": quote(f"{base}/graphql"),
        "document": quote(DOCUMENT),
        "soap": quote(f"{base}/soap/circles"),
        "envelope": quote(ENVELOPE),
    }
    return [form.format(**words) for form in (REST, GRAPHQL, SOAP)]


def persons_commands(base: str) -> list[str]:
    """Two commands: log in as the demonstration's person, then find rides with who drives them and where."""
    words = {
        "log_in": quote(f'{{"email": "{demo.EMAIL}", "password": "{demo.PASSWORD}"}}'),
        "sessions": quote(f"{base}/api/v1/sessions"),
        "rides": quote(RIDES_DOCUMENT),
        "graphql": quote(f"{base}/graphql"),
    }
    return [form.format(**words) for form in (LOG_IN, RIDES)]


class Command(BaseCommand):
    help = "Print commands to paste: circles over REST, GraphQL and SOAP, and a person's rides."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_SERVICE_SECRET:
            raise CommandError(
                "DEMO_SERVICE_SECRET is not set: give it 32 random bytes, for trying things out"
            )
        base = settings.PUBLIC_URL.rstrip("/")
        rest, graphql, soap = commands(base, settings.DEMO_SERVICE_SECRET)
        log_in, rides = persons_commands(base)
        self.stdout.write(
            dedent("""
            Comparte Ride at {base}

            # REST
            {rest}

            # GraphQL
            {graphql}

            # SOAP
            {soap}

            # A person's rides: three services in one answer
            {log_in}
            {rides}

            The documents: {base}/openapi.json {base}/schema.graphql {base}/soap/circles?wsdl
            The pages: {base}/ and, for programs, {base}/services/
            A person's log-in: {email}, password {password}
            """).format(
                base=base,
                rest=rest,
                graphql=graphql,
                soap=soap,
                log_in=log_in,
                rides=rides,
                email=demo.EMAIL,
                password=demo.PASSWORD,
            )
        )
