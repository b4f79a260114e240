"""The circles of the demonstration: places of Latin America, the same members every time."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random

from django.db.models import F
from django.utils.text import slugify

from circles.limits import FOUNDER_INVITATIONS, INVITATION_LIFETIME, MEMBER_INVITATIONS
from circles.models import Circle, Invitation, Membership
from circles.naming import CODE_LENGTH, LETTERS, folded

SINCE = datetime(2016, 4, 5, 13, 0, tzinfo=UTC)  # every second car of Mexico City had to stay at home
OPEN_UNTIL = datetime(2036, 4, 5, tzinfo=UTC)  # the codes that a reader of the demonstration can use
FEWEST, MOST = 30, 120  # members
FULL = 4  # the circle of this number has as many members as its limit allows

# Ana founded the circles of these numbers and joined those; the second of each is private.
ANA_FOUNDED = (0, 5)
ANA_JOINED = (1, 13, 2, 3, 8)

NAMES = (
    "Ciudad Universitaria · UNAM", "Tec de Monterrey · Campus Estado de México", "Condesa · Roma Norte",
    "Parque Tecnológico Ruta N, Medellín", "Ñuñoa · Providencia", "Familia Castañeda",
    "São Paulo · Avenida Paulista", "Córdoba Capital · Ciudad Empresaria", "Usaquén · Calle 100, Bogotá",
    "Miraflores · San Isidro, Lima", "Valparaíso · Viña del Mar", "Asunción Centro · Luque",
    "Curitiba · Água Verde", "Vecinos de Lomas de Ángeles", "Quito Norte · Cumbayá",
    "Montevideo: Pocitos · Zonamérica", "Heredia · San José (Zona Franca América)", "Santa Fe · Interlomas",
    "Universidad de los Andes", "Zapopan · El Colomo (Mañaneros)", "Querétaro · Juriquilla",
    "Puebla · Cholula", "Clínica Alemana, turno de noche", "Brasília · Asa Norte",
    "La Paz · El Alto, teleférico Amarillo", "Mérida · Xcanatún", "Rosario · San Lorenzo",
    "Panamá · Clayton", "Mendoza · Luján de Cuyo", "Cali · Universidad del Valle",
    "Guayaquil · Samborondón", "Ingeniería y Café, S. A.", "Porto Alegre · Tecnopuc",
    "San Pedro Garza García · Apodaca", "Concepción · Talcahuano", "Belém · Icoaraci",
    "Arequipa · Cerro Colorado", "Santo Domingo: Naco · Herrera", "Tegucigalpa · Comayagüela",
    "Amigos del Ñandú", "Tijuana · Otay", "Recife · Porto Digital", "Cusco · Wánchaq",
    "Guatemala: Zona 10 · Mixco", "Neuquén · Añelo", "Managua · Tipitapa", "San Salvador · Santa Tecla",
    "Barranquilla · Puerto Colombia",
)  # fmt: skip
PRIVATE = (5, 13, 22, 31, 39)
DESCRIPTIONS = (
    "Salimos de lunes a viernes entre las 6:30 y las 9:00. Puntualidad y buena música.",
    "Compartimos el coche desde la contingencia ambiental de 2016: menos humo, más compañía.",
    "Para quienes estudian o trabajan aquí y viven lejos. Se entra sólo por invitación.",
    "Caronas entre vizinhos e colegas: combine pelo aplicativo e divida a gasolina.",
    "",
)


def load(scale: int, accounts: list[str]) -> list[tuple[Circle, list[Membership]]]:
    """Make those of the first `len(NAMES) * scale` circles that are missing, with members from `accounts`.

    The first of `accounts` is Ana. A circle that is there is left as it is. Gives each circle with the
    memberships of `accounts`.
    """
    there = set(Circle.objects.values_list("slug", flat=True))
    drawn = [draw(number, accounts) for number in range(len(NAMES) * scale)]
    new = [(circle, members) for circle, members in drawn if circle.slug not in there]
    Circle.objects.bulk_create([circle for circle, _ in new])
    memberships = [membership for _, members in new for membership in members]
    Membership.objects.bulk_create(memberships)
    Invitation.objects.bulk_create([code for _, members in new for code in invitations(members)])
    return belonging([circle.slug for circle, _ in drawn], set(accounts))


def belonging(slugs: list[str], accounts: set[str]) -> list[tuple[Circle, list[Membership]]]:
    """The circles of these slugs, in this order, and the memberships of `accounts`, the first one first."""
    found = {circle.slug: (circle, list[Membership]()) for circle in Circle.objects.filter(slug__in=slugs)}
    kept = Membership.objects.filter(circle__slug__in=slugs).select_related("circle").order_by("pk")
    for membership in kept:
        if membership.account_id in accounts:
            found[membership.circle.slug][1].append(membership)
    return [found[slug] for slug in slugs]


def count_rides(rides: Mapping[str, int]) -> None:
    """Count so many finished rides more of each circle, as the event of each would have done."""
    for slug, more in rides.items():
        Circle.objects.filter(slug=slug).update(rides_count=F("rides_count") + more)


def draw(number: int, accounts: list[str]) -> tuple[Circle, list[Membership]]:
    """The circle of this number and its memberships, by the time of joining, not saved."""
    random = Random(f"circle {number} of Comparte Ride")  # noqa: S311 (nothing secret)
    members = draw_members(number, accounts, random)
    round_, place = divmod(number, len(NAMES))
    name = NAMES[place] + (f" · {round_ + 1}" if round_ else "")
    description = random.choice(DESCRIPTIONS)
    circle = Circle(
        name=name,
        slug=slugify(name)[:60],
        description=description,
        search_text=folded(name, description),
        is_public=place not in PRIVATE,
        is_verified=random.random() < 0.4,
        members_limit=len(members) if number == FULL else random.choice((None, None, 150, 500, 32_000)),
        members_count=len(members),
        created_at=SINCE + timedelta(days=3 * number),
    )
    return circle, [join(circle, order, account) for order, account in enumerate(members)]


def draw_members(number: int, accounts: list[str], random: Random) -> list[str]:
    """The accounts that belong to the circle, founder first."""
    ana, *others = accounts
    drawn = random.sample(others, min(random.randint(FEWEST, MOST), len(others)))
    if number in ANA_FOUNDED:
        return [ana, *drawn]
    return [drawn[0], ana, *drawn[1:]] if number in ANA_JOINED else drawn


def join(circle: Circle, order: int, account: str) -> Membership:
    """The membership of the one who came `order`-th; the founder (0) and another (3) are administrators."""
    return Membership(
        circle=circle,
        account_id=account,
        role=Membership.Role.ADMINISTRATOR if order in (0, 3) else Membership.Role.MEMBER,
        invitations_granted=MEMBER_INVITATIONS if order else FOUNDER_INVITATIONS,
        joined_at=circle.created_at + timedelta(hours=11 * order),
    )


def invitations(members: list[Membership]) -> list[Invitation]:
    """How each of `members` came in, and two codes of the founder that are still open.

    The founder invited seven; whoever came after, three each.
    """
    founder, *others = members
    random = Random(f"codes of {founder.circle.slug}")  # noqa: S311 (codes of a demonstration are no secrets)
    used = [
        invite(members[0 if order <= 7 else (order - 8) // 3 + 1], random, member)
        for order, member in zip(count(1), others, strict=False)
    ]
    return [*used, invite(founder, random), invite(founder, random)]


def invite(issuer: Membership, random: Random, member: Membership | None = None) -> Invitation:
    """An invitation by `issuer`: used by `member`, else open."""
    issued_at = member.joined_at - timedelta(hours=10) if member else issuer.joined_at + timedelta(days=60)
    return Invitation(
        membership=issuer,
        code="".join(random.choices(LETTERS, k=CODE_LENGTH)),
        issued_at=issued_at,
        expires_at=issued_at + INVITATION_LIFETIME if member else OPEN_UNTIL,
        used_by=member.account_id if member else "",
        used_at=member.joined_at if member else None,
    )
