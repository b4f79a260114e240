"""What is wrong with projections is said at start-up: all of it, where it is, and what to write instead."""

from __future__ import annotations

import enum
import types
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

import pytest
from django.core import validators
from django.db import models as fields
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Sum, Value, When, Window
from django.db.models.functions import Cast, Coalesce, Concat, Length, Lower, Now, RowNumber, TruncDay

from tests.projections import messages
from tests.projections.app import models
from tests.projections.rows import AccountRow, CityRow, OpenCircleRow, SeatRow, ShyAccountRow, TagRow
from trebol import Caller, Digits, Int64, Message, Meta, Ref
from trebol.contract.problems import IDS, Problem
from trebol.projections import Projection, check_projections, column, many, one, reference
from trebol.projections.described import Fed, described
from trebol.projections.fit import misfits
from trebol.projections.sourced import Source
from trebol.projections.sources import computed_source


class Kind(enum.Enum):
    """What a ride's title can be, here."""

    OPEN = "open"
    CLOSED = "closed"


def fed(annotation: Any) -> Fed:
    made: Any = types.new_class(
        "M", (Message,), exec_body=lambda body: body.update(__annotations__={"field": annotation})
    )
    return described(made)["field"]


def reasons(annotation: Any, field: Any, *, null: bool = False) -> list[str]:
    """Why a Django field does not fit an annotation."""
    field.set_attributes_from_name("field")
    found = list(misfits(fed(annotation), Source(field, null or field.null)))
    assert all(misfit.mend for misfit in found)
    return [misfit.reason for misfit in found]


Short = Annotated[str, Meta(max_length=20)]
Some = Annotated[str, Meta(min_length=1)]
Seats = Annotated[int, Meta(ge=1, le=15)]
Price = Annotated[Decimal, Digits(8, 2)]
Slug = Annotated[str, Meta(pattern=r"^[a-z]+$")]
ONE_TO_FIFTEEN = [validators.MinValueValidator(1), validators.MaxValueValidator(lambda: 15)]


@pytest.mark.parametrize(
    ("annotation", "field"),
    [
        (bool, fields.BooleanField()),
        (int, fields.AutoField(primary_key=True)),
        (int, fields.IntegerField()),
        (int, fields.PositiveIntegerField()),
        (Annotated[int, Meta(ge=0, lt=32768)], fields.PositiveSmallIntegerField()),
        (Annotated[int, Meta(gt=-1)], fields.PositiveIntegerField()),
        (Seats, fields.IntegerField(validators=ONE_TO_FIFTEEN)),
        (Int64, fields.BigIntegerField()),
        (Int64, fields.IntegerField()),
        (
            Annotated[int, Meta(multiple_of=5)],
            fields.IntegerField(validators=[validators.StepValueValidator(10)]),
        ),
        (float, fields.FloatField()),
        (Annotated[float, Meta(ge=0)], fields.FloatField(validators=[validators.MinValueValidator(0)])),
        (Decimal, fields.DecimalField(max_digits=38, decimal_places=4)),
        (Price, fields.DecimalField(max_digits=8, decimal_places=2)),
        (Price, fields.DecimalField(max_digits=7, decimal_places=1)),
        (Annotated[Decimal, Meta(lt=1000)], fields.DecimalField(max_digits=5, decimal_places=2)),
        (Annotated[Decimal, Meta(ge=-1000, le=1000)], fields.DecimalField(max_digits=5, decimal_places=2)),
        (str, fields.TextField()),
        (str, fields.CharField()),
        (Short, fields.CharField(max_length=20)),
        (Short, fields.SlugField(max_length=10)),
        (Some, fields.CharField(max_length=9)),
        (Annotated[str, Meta(min_length=2)], fields.TextField(validators=[validators.MinLengthValidator(3)])),
        (Slug, fields.CharField(validators=[validators.RegexValidator(r"^[a-z]+$")])),
        (str, fields.EmailField()),
        (str, fields.GenericIPAddressField()),
        (str, fields.FileField()),
        (bytes, fields.BinaryField()),
        (Annotated[bytes, Meta(max_length=9)], fields.BinaryField(max_length=9)),
        (datetime, fields.DateTimeField()),
        (date, fields.DateField()),
        (timedelta, fields.DurationField()),
        (UUID, fields.UUIDField()),
        (str | None, fields.CharField(null=True)),
        (str | None, fields.CharField()),
        (Kind, fields.CharField(choices=[("open", "Open"), ("closed", "Closed")])),
        (Kind, fields.CharField(choices=[("Group", [("open", "Open")])])),
        (Kind | None, fields.CharField(null=True, choices=[(None, "None"), ("open", "Open")])),
        (list[int], fields.JSONField()),
        (dict[str, int], fields.JSONField()),
        (messages.Look, fields.JSONField()),
    ],
    ids=str,
)
def test_a_column_that_fits(annotation: Any, field: Any) -> None:
    assert reasons(annotation, field) == []


@pytest.mark.parametrize(
    ("annotation", "field", "reason"),
    [
        (str, fields.CharField(null=True), "it can be null, the field cannot."),
        (
            int,
            fields.BigAutoField(primary_key=True),
            "it holds -9223372036854775808 to 9223372036854775807, the field ",
        ),
        (
            int,
            fields.PositiveBigIntegerField(),
            "it holds 0 to 9223372036854775807, the field takes -2147483648 to ",
        ),
        (Seats, fields.PositiveSmallIntegerField(), "it holds 0 to 32767, the field takes 1 to 15."),
        (
            Annotated[int, Meta(gt=0)],
            fields.PositiveIntegerField(),
            "it holds 0 to 2147483647, the field takes more than 0",
        ),
        (
            Annotated[int, Meta(lt=15)],
            fields.IntegerField(validators=ONE_TO_FIFTEEN),
            "takes -2147483648 to less than 15",
        ),
        (Annotated[int, Meta(multiple_of=10)], fields.IntegerField(), "nothing keeps it to multiples of 10."),
        (Annotated[float, Meta(le=1)], fields.FloatField(), "it holds any to any, the field takes any to 1"),
        (Decimal, fields.DecimalField(max_digits=40, decimal_places=2), "it holds 40 digits."),
        (
            Price,
            fields.DecimalField(max_digits=8, decimal_places=3),
            "it holds Digits(8, 3), the field takes (8, 2).",
        ),
        (Price, fields.DecimalField(max_digits=9, decimal_places=2), "it holds Digits(9, 2)"),
        (
            Annotated[Decimal, Meta(ge=0)],
            fields.DecimalField(max_digits=5, decimal_places=2),
            "it holds more than -1000",
        ),
        (
            Annotated[Decimal, Meta(le=999)],
            fields.DecimalField(max_digits=5, decimal_places=2),
            "less than 1000, the ",
        ),
        (Short, fields.TextField(), "it holds values of any length, the field takes 20."),
        (Short, fields.CharField(max_length=21), "it holds up to 21 characters, the field takes 20."),
        (Some, fields.CharField(blank=True), "it can have 0 characters, the field 1 or more."),
        (Slug, fields.CharField(), "nothing keeps it to the pattern ^[a-z]+$."),
        (Slug, fields.SlugField(), "nothing keeps it to the pattern"),
        (int, fields.CharField(), "a CharField does not hold a int."),
        (str, fields.IntegerField(), "a IntegerField does not hold a str."),
        (date, fields.DateTimeField(), "a DateTimeField does not hold a date."),
        (datetime, fields.DateField(), "a DateField does not hold a datetime."),
        (float, fields.DecimalField(max_digits=5, decimal_places=2), "a DecimalField does not hold a float."),
        (float, fields.IntegerField(), "a IntegerField does not hold a float."),
        (str, fields.UUIDField(), "a UUIDField does not hold a str."),
        (str, fields.JSONField(), "a JSONField holds a document, the field one value."),
        (str, fields.Field(), "a Field does not hold a str."),
        (list[int], fields.CharField(), "a CharField holds one value, the field more."),
        (Kind, fields.CharField(), "a CharField without choices of text holds more than a Kind."),
        (
            Kind,
            fields.IntegerField(choices=[(1, "open")]),
            "a IntegerField without choices of text holds more than a ",
        ),
        (Kind, fields.CharField(choices=[("open", ""), ("gone", "")]), "it can hold gone, which is no Kind."),
        (
            Kind,
            fields.CharField(choices=[("open", "")], blank=True),
            "it can hold the empty text (blank=True), which",
        ),
    ],
    ids=str,
)
def test_a_column_that_does_not_fit(annotation: Any, field: Any, reason: str) -> None:
    (found,) = reasons(annotation, field)
    assert reason in found


def test_all_reasons_are_given_at_once() -> None:
    both = Annotated[str, Meta(min_length=2, max_length=5, pattern="x")]
    assert len(reasons(both, fields.TextField(null=True, blank=True))) == 4


def test_datetimes_need_zones(settings: Any) -> None:
    settings.USE_TZ = False
    assert reasons(datetime, fields.DateTimeField()) == ["datetimes have no zone while USE_TZ is False."]


def test_a_custom_field_is_checked_when_it_is_read() -> None:
    class Sealed(fields.TextField):  # type: ignore[type-arg]
        def from_db_value(self, value: str, expression: object, connection: object) -> str:
            return value[::-1]

    assert reasons(Short, Sealed()) == []
    assert reasons(int, Sealed(null=True)) == ["it can be null, the field cannot."]


EARLY = Case(When(title="x", then=Value("open")), default=Value("closed"))
KINDS = fields.CharField(choices=[("open", "Open"), ("closed", "Closed")])
LATEST = models.Seat.objects.filter(ride=OuterRef("pk")).order_by("-id")


@pytest.mark.parametrize(
    ("annotation", "expression"),
    [
        (int, Count("seats_taken")),
        (Annotated[int, Meta(ge=0)], Count("seats_taken", filter=Q(seats_taken__seats__gt=1))),
        (Int64, Coalesce(Sum("seats_taken__seats"), Value(0))),
        (Int64 | None, Sum("seats_taken__seats")),
        (Int64, Sum("seats_taken__seats", default=0)),
        (int, F("seats") + 1),
        (Int64, F("visits") + F("seats")),
        (bool, Exists(LATEST)),
        (str, Lower("title")),
        (str, Concat("title", Value(" "), "circle__name")),
        (Annotated[str, Meta(max_length=60)], F("circle__name")),
        (str | None, F("circle__city__name")),
        (str, Coalesce("circle__city__name", Value(""))),
        (int, Length("title")),
        (Kind, Case(When(title="x", then=Value("open")), default=Value("closed"), output_field=KINDS)),
        (datetime, Now()),
        (datetime | None, TruncDay("departs_at")),
        (Price, Cast("seats", fields.DecimalField(max_digits=8, decimal_places=2))),
        (Decimal, F("price") * 2),
        (bool, Q(seats__gt=3)),
        (datetime | None, Max("circle__memberships__joined_at")),
    ],
    ids=str,
)
def test_an_expression_that_fits(annotation: Any, expression: Any) -> None:
    assert list(misfits(fed(annotation), computed_source(models.Ride, expression))) == []


def test_a_subquery_of_a_column_has_its_length_but_can_be_empty() -> None:
    latest = computed_source(models.Ride, Subquery(LATEST.values("note")[:1]))
    assert [misfit.reason for misfit in misfits(fed(Short), latest)] == ["it can be null, the field cannot."]
    assert list(misfits(fed(Short | None), latest)) == []


@pytest.mark.parametrize(
    ("annotation", "expression", "reason"),
    [
        (int, Sum("seats_taken__seats", default=0), "it holds -9223372036854775808 to"),
        (int, Max("seats_taken__seats"), "it can be null"),
        (Seats, F("seats") + 1, "it holds -2147483648 to 2147483647"),
        (int | None, F("visits") / F("seats"), "it holds -9223372036854775808"),
        (str, F("circle__city__name"), "it can be null"),
        (str, Coalesce("circle__city__name", "circle__city__country"), "it can be null"),
        (Short, Lower("title"), "values of any length"),
        (Some, Lower("title"), "it can have 0 characters"),
        (Price, F("price") * 2, "its digits are not declared"),
        (bool, Q(departs_at__gt=Now()), "it can be null"),
        (str, Case(When(title="x", then=Value("open")), output_field=fields.CharField()), "it can be null"),
        (int, F("title"), "a CharField does not hold a int."),
    ],
    ids=str,
)
def test_an_expression_that_does_not_fit(annotation: Any, expression: Any, reason: str) -> None:
    found = [misfit.reason for misfit in misfits(fed(annotation), computed_source(models.Ride, expression))]
    assert [each for each in found if each.startswith(reason) or reason in each], found


class Trip(Message):
    id: int
    titel: str
    name: str
    driver: messages.Account
    guide: messages.Account
    circle: messages.Circle
    badge: messages.City
    seats_taken: list[messages.Seat]
    seats: int
    passengers: Annotated[list[messages.Seat], Meta(min_length=1, max_length=3)]
    tags: list[messages.Tag]
    rank: int
    sizes: int
    bad: int
    worse: int
    free: int
    profile: Ref[messages.Account] = None
    other: Ref[messages.Account] = None
    third: Ref[messages.Account] = None
    count: Short = ""


class TripRow(Projection[Trip, models.Ride]):
    name = column("circle__nome")
    driver = one("driver", AccountRow)
    guide = one("seats_taken", SeatRow)
    circle = one("circle", CityRow)
    badge = one("badge", CityRow)
    passengers = many("seats_taken", SeatRow, limit=5)
    tags = many("tags", SeatRow, limit=5)
    rank = column(Window(RowNumber()))
    sizes = column(F("seats_taken__seats"))
    bad = column(F("nothing"))
    worse = column(7)
    free = column("tags")
    profile = reference("driver_id", lambda: None)
    other = one("driver", AccountRow)
    third = reference("title", lambda: None, by="key")
    count = reference("title", lambda: None)
    sets = column("seats")


def test_everything_wrong_with_a_projection_is_said_at_once() -> None:
    problems = check_projections([TripRow])
    assert {problem.id for problem in problems} == {"trebol.E040", "trebol.E041", "trebol.E042"} <= set(IDS)
    found = [(problem.where.partition(".")[2], problem.id[-2:], problem.reason) for problem in problems]
    assert found == [
        ("", "40", "it does not say who may see its rows."),
        ("sets", "42", "Trip has no such field."),
        ("titel", "42", "Ride has no 'titel'; did you mean title or total?"),
        ("name", "42", "Circle has no 'nome'; did you mean name?"),
        ("driver", "41", "there can be none, the field cannot be null."),
        ("guide", "42", "seats_taken of Ride leads to several rows."),
        ("circle", "42", "CityRow gives City, the field takes Circle."),
        ("badge", "42", "the relation leads to Badge, CityRow reads City."),
        ("seats_taken", "41", "seats_taken leads to rows, not to one value."),
        ("passengers", "41", "limit=5, the field takes 3."),
        ("passengers", "41", "there can be fewer rows than min_length."),
        ("tags", "42", "SeatRow gives Seat, the field takes Tag."),
        ("rank", "41", "a window depends on which other rows are read."),
        ("sizes", "41", "it has several values for a row."),
        ("bad", "42", found[-6][2]),
        ("worse", "42", "7 is no expression."),
        ("free", "41", "tags leads to rows, not to one value."),
        ("other", "42", "a reference is fed by reference(), nothing else is."),
        ("third", "42", "Account has no field 'key'."),
        ("count", "42", "a reference is fed by reference(), nothing else is."),
    ]
    assert "Cannot resolve keyword 'nothing'" in found[-6][2]


def only(projection: type[Projection[Any, Any]]) -> Problem:
    (problem,) = check_projections([projection])
    return problem


class Tagged(Message):
    name: str


def test_a_projection_says_once_who_sees_its_rows() -> None:
    class Both(Projection[Tagged, models.Tag], everyone=True):
        @classmethod
        def visible(cls, caller: Caller | None) -> Q:
            return Q()

    assert only(Both).reason == "it has visible(), and says that everyone sees all."


def test_a_row_that_may_be_hidden_is_null() -> None:
    class Taken(Message):
        account: messages.Account

    class TakenRow(Projection[Taken, models.Seat], everyone=True):
        account = one("account", ShyAccountRow)

    assert only(TakenRow).reason == "ShyAccountRow hides rows from some callers, the field cannot be null."
    assert "everyone=True" in only(TakenRow).mend


def test_a_key_that_may_lead_nowhere_is_null() -> None:
    class Tied(Message):
        tag: messages.Tag

    class TiedRow(Projection[Tied, models.Loose], everyone=True):
        tag = one("tag", TagRow)

    class LabelledRow(Projection[Tied, models.Loose], everyone=True):
        tag = one("labelled", TagRow)

    assert only(LabelledRow).reason == "labelled of Loose is not a foreign key or a one-to-one."
    assert only(TiedRow).reason == "nothing keeps its key to a row that is there (db_constraint=False)."


def test_the_keys_of_a_reference_are_of_its_message() -> None:
    class Known(Message):
        tag: Ref[messages.Tag] = None
        none: Ref[messages.Tag] = None

    class KnownRow(Projection[Known, models.Ride], everyone=True):
        tag = reference("seats", lambda: None, by="name")
        none = reference("zzz", lambda: None, by="name")

    assert [(problem.where, problem.reason) for problem in check_projections([KnownRow])] == [
        ("KnownRow.tag", "a PositiveSmallIntegerField does not hold a str."),
        ("KnownRow.none", "Ride has no 'zzz'."),
    ]


def test_a_field_named_as_a_method_is_declared_with_an_underscore() -> None:
    class Paged(Message):
        page: str

    class PagedRow(Projection[Paged, models.Tag], everyone=True):
        page = column("name")  # type: ignore[assignment]

    assert only(PagedRow).mend == "Declare the field as page_."


def test_a_list_is_ordered_by_what_there_is() -> None:
    class Tags(Message):
        tags: list[messages.Tag]

    class TagsRow(Projection[Tags, models.Ride], everyone=True):
        tags = many("tags", TagRow, limit=5, order=("-nam",))

    class LostTagsRow(Projection[Tags, models.Ride], everyone=True):
        tags = many("tag", TagRow, limit=5)

    class CircleTagsRow(Projection[Tags, models.Ride], everyone=True):
        tags = many("circle", TagRow, limit=5)

    class Single(Message):
        tags: messages.Tag

    class SingleRow(Projection[Single, models.Ride], everyone=True):
        tags = many("tags", TagRow, limit=5)

    assert "Tag has no 'nam'; did you mean name?" in only(TagsRow).reason
    assert only(LostTagsRow).reason == "Ride has no 'tag'; did you mean tags?"
    assert "circle of Ride (ForeignKey) is not a reverse foreign key" in only(CircleTagsRow).reason
    assert only(SingleRow).reason == "many() feeds a list."


def test_a_to_one_is_a_relation() -> None:
    class Circled(Message):
        circle: messages.Circle
        title: messages.Circle
        nothing: messages.Circle

    class CircledRow(Projection[Circled, models.Ride], everyone=True):
        circle = one("circle", OpenCircleRow)
        title = one("title", OpenCircleRow)
        nothing = one("cirle", OpenCircleRow)

    assert [problem.reason for problem in check_projections([CircledRow])] == [
        "title of Ride leads to no row.",
        "Ride has no 'cirle'; did you mean circle or circle_id?",
    ]


def test_a_column_by_way_of_what_can_be_missing() -> None:
    class Cities(Message):
        city: str
        badge: str
        total: Int64
        ride_total: Int64

    class BadgeRow(Projection[Cities, models.Badge], everyone=True):
        city = column("ride__circle__city__name")
        badge = column("text")
        total = column("ride__total")
        ride_total = column("ride__guide__name")

    class RideRow(Projection[Cities, models.Ride], everyone=True):
        city = column("circle__slug")
        badge = column("badge__text")
        ride_total = column("badge__ride__total")

    assert [(problem.where, problem.reason) for problem in check_projections([BadgeRow, RideRow])] == [
        ("BadgeRow.city", "it can be null, the field cannot."),
        ("BadgeRow.ride_total", "it can be null, the field cannot."),
        ("BadgeRow.ride_total", "a CharField does not hold a Int64."),
        ("RideRow.badge", "it can be null, the field cannot."),
        ("RideRow.ride_total", "it can be null, the field cannot."),
    ]
