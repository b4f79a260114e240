"""The accounts of the demonstration: invented people, the same ones every time."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random

from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.utils.text import slugify

from accounts.models import Account

PEOPLE = 300  # for each unit of scale
DOMAIN = "comparteride.example"
EMAIL = f"ana@{DOMAIN}"
PASSWORD = "comparte-ride-demo"  # noqa: S105 (the README publishes it)
SALT = "demoDemoDemoDemoDemo22"  # a fixed one, so that the rows are the same every time
SINCE = datetime(2016, 3, 14, 15, 0, tzinfo=UTC)  # the air-quality emergency in Mexico City

FIRST_NAMES = (
    "Sofía", "José", "María José", "Andrés", "Valentina", "Julián", "Camila", "Sebastián", "Ximena", "Martín",
    "Lucía", "Iñaki", "Fernanda", "Nicolás", "Renata", "Joaquín", "Daniela", "Tomás", "Constanza", "Óscar",
    "Paula", "Ángel", "Micaela", "Rodrigo", "João", "Letícia", "Antônia", "Thiago", "Citlali", "Nahuel",
)  # fmt: skip
LAST_NAMES = (
    "Hernández", "Muñoz", "Rodríguez", "Quispe", "Gómez", "Peña", "Núñez", "da Conceição", "Mamani", "Ibáñez",
    "Gonçalves", "Zúñiga", "Cárdenas", "Rojas", "Güemes", "Araújo", "Yáñez", "Ríos", "Sepúlveda", "Ávila",
    "Castañeda", "Huamán", "Ordóñez", "Pérez", "Simões", "Treviño", "Urrutia", "Velásquez", "Ñáñez",
)  # fmt: skip
PHONES = (
    ("+5255", 8), ("+571", 7), ("+569", 8), ("+5411", 8), ("+5511", 9), ("+511", 7), ("+593", 9), ("+598", 8),
)  # fmt: skip
BIOGRAPHIES = (
    "",
    "Manejo despacio y con música. Salgo siempre puntual.",
    "Estudio por la mañana y trabajo por la tarde; busco quien vuelva de noche.",
    "Cambié el coche por el viaje compartido y no lo extraño.",
    "Dou carona toda segunda e sexta. Sem atrasos, por favor.",
    "Prefiero ir atrás, leyendo. ¡Gracias por llevarme!",
    "I moved here last year and share rides to meet people.",
)


def people(password: str) -> Iterator[Account]:
    """Ana, then invented people without end; `password` is a hash."""
    ana = {"first_name": "Ana Sofía", "last_name": "Castañeda", "phone": "+525512345678"}
    yield Account(
        email=EMAIL, username="ana.sofia", password=password, is_verified=True, created_at=SINCE, **ana
    )
    random = Random("accounts of Comparte Ride")  # noqa: S311 (nothing secret)
    number = 1
    while True:
        yield person(number, random, password)
        number += 1


def person(number: int, random: Random, password: str) -> Account:
    """The invented person of this number."""
    first_name, last_name = random.choice(FIRST_NAMES), random.choice(LAST_NAMES)
    username = (
        f"{slugify(first_name).replace('-', '.')[:6]}.{slugify(last_name).replace('-', '')[:6]}{number}"
    )
    code, digits = random.choice(PHONES)
    return Account(
        email=f"{username}@{DOMAIN}",
        username=username,
        password=password,
        first_name=first_name,
        last_name=last_name,
        phone=code + str(random.randrange(10 ** (digits - 1), 10**digits)),
        biography=random.choice(BIOGRAPHIES),
        is_verified=True,
        created_at=SINCE + timedelta(hours=7 * number),
    )


def load(scale: int) -> list[str]:
    """Make those of the first `PEOPLE * scale` people who are missing; the ids of all, Ana's first."""
    password = make_password(PASSWORD, salt=SALT)  # one for all: the hash is slow by design
    wanted = list(islice(people(password), PEOPLE * scale))
    Account.objects.bulk_create(missing(wanted), ignore_conflicts=True)
    ids = known()
    return [str(ids[account.email]) for account in wanted if account.email in ids]


def missing(wanted: list[Account]) -> list[Account]:
    """Those of `wanted` who are not there yet."""
    there = known()
    return [account for account in wanted if account.email not in there]


def known() -> dict[str, int]:
    """The ids of the people of the demonstration who are there, by e-mail."""
    return dict(Account.objects.filter(email__endswith=f"@{DOMAIN}").values_list("email", "pk"))


def count(field: str, more: Mapping[str, int]) -> None:
    """Count so much more of each account by its id, as the event of each ride would have done."""
    by_amount: dict[int, list[int]] = {}
    for account, amount in more.items():
        by_amount.setdefault(amount, []).append(int(account))
    for amount, keys in by_amount.items():
        Account.objects.filter(pk__in=keys).update(**{field: F(field) + amount})
