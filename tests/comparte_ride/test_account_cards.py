"""What members see of each other."""

from __future__ import annotations

import pytest

from accounts.contract import Accounts, MemberCard
from tests.comparte_ride.people import accounts, make_account, service
from trebol import NotFound, Unauthenticated
from trebol.service import consume

pytestmark = pytest.mark.django_db


def test_a_card_says_who_somebody_is_and_how_they_share_rides() -> None:
    eva = make_account(username="eva.maria", first_name="Eva", biography="¡Hola!", rides_offered=3)
    assert accounts(make_account()).get_account(str(eva.pk)) == MemberCard(
        id=str(eva.pk),
        username="eva.maria",
        first_name="Eva",
        biography="¡Hola!",
        picture=None,
        rides_offered=3,
        rides_taken=0,
        reputation=None,
        ratings_count=0,
    )


def test_a_reputation_is_the_mean_of_the_ratings() -> None:
    eva = make_account(stars=13, ratings_count=3)
    assert accounts(eva).get_account(str(eva.pk)).reputation == pytest.approx(13 / 3)
    assert accounts(eva).get_profile().reputation == pytest.approx(13 / 3)


def test_a_card_names_nothing_that_is_private() -> None:
    assert not {"email", "phone", "last_name", "password"} & set(MemberCard.__struct_fields__)


def test_many_are_found_at_once_and_the_others_are_missing() -> None:
    ana, eva, closed = make_account(), make_account(), make_account(is_active=False)
    ids = [str(account.pk) for account in (ana, eva, ana, closed)]
    found = consume(Accounts, context=service()).list_accounts_by_id([*ids, "nobody", "9" * 60, "-1", "²"])
    assert sorted(card.id for card in found) == sorted([str(ana.pk), str(eva.pk)])
    assert accounts(ana).list_accounts_by_id([]) == []


@pytest.mark.parametrize("account_id", ["nobody", "0", "2147483648", "9" * 60, "²"])
def test_an_account_that_is_not_there_is_not_found(account_id: str) -> None:
    with pytest.raises(NotFound):
        accounts(make_account()).get_account(account_id)


def test_a_closed_account_has_no_card() -> None:
    closed = make_account(is_active=False)
    with pytest.raises(NotFound):
        accounts(make_account()).get_account(str(closed.pk))


def test_nobody_in_particular_sees_no_card() -> None:
    eva = make_account()
    with pytest.raises(Unauthenticated):
        accounts().get_account(str(eva.pk))
    with pytest.raises(Unauthenticated):
        accounts().list_accounts_by_id([str(eva.pk)])
