"""The whole journey in the front end of another origin, which renders in the browser, over GraphQL."""

from __future__ import annotations

from datetime import UTC
from functools import partial

import pytest
from selenium.webdriver.common.by import By

from tests.comparte_ride.browser.conftest import Opened
from tests.comparte_ride.browser.deployment import Deployment, eventually
from tests.comparte_ride.browser.steps import DEPARTED, PASSWORD, typed_time
from tests.comparte_ride.browser.window import PHONE, Window

pytestmark = [
    pytest.mark.interop,
    pytest.mark.timeout(300),
    pytest.mark.needs_program("chromium", "chromedriver"),
]
soon = partial(typed_time, zone=UTC)  # the zone of the browser, which `Window` says


def test_the_journey_in_the_front_end(site: Deployment, opened: Opened) -> None:
    """A driver on a phone, who reads Spanish; a passenger at a desk, in the dark, who reads English."""
    rosa = opened("rosa", "es", PHONE)
    founds_a_circle(site, rosa)
    link = invites(rosa)
    kim = opened("kim", "en", scheme="dark")
    signs_up(site, kim, "kim.green", "Kim", ("Sign up", "Verify my e-mail", "Log in"))
    comes_in(kim, link)
    offers_a_ride(rosa)
    takes_it(kim)
    site.ran(DEPARTED, origin="Glorieta Insurgentes")
    finishes_it(rosa)
    rates_it(kim)
    shows_what_was_counted(site, rosa)
    leaves(rosa)


def test_the_same_front_end_at_an_origin_that_is_not_named_reads_nothing(
    site: Deployment, opened: Opened
) -> None:
    stranger = opened("stranger", "en")
    stranger.opens(site.front_end.replace("127.0.0.1", "localhost"))
    stranger.types(email="rosa.verde@comparteride.example", password=PASSWORD)
    stranger.acts("Log in")
    stranger.sees("We could not reach the server.")
    stranger.kept("refused")
    assert "blocked by CORS policy" in " ".join(stranger.console())


def signs_up(site: Deployment, window: Window, username: str, name: str, words: tuple[str, str, str]) -> None:
    """Ask for an account, open the link of the e-mail at the backend, log in here."""
    sign_up, verify, log_in = words
    email = f"{username}@comparteride.example"
    window.opens(site.front_end)
    window.judged("log-in")
    window.pressed(sign_up)
    window.types(firstName=name, lastName="Verde", email="?", username=username)
    window.types(phone="+525512345678", password=PASSWORD)
    window.acts(sign_up)
    window.waits(lambda driver: driver.find_elements(By.CSS_SELECTOR, "#field-email[aria-invalid]"))
    window.judged("sign-up-refused")
    window.types(email=email)
    window.pressed(sign_up)
    window.sees(email)
    window.judged("link-sent")
    window.opens(site.link_to(email))
    window.pressed(verify)
    window.opens(site.front_end)
    window.types(email=email, password=PASSWORD)
    window.pressed(log_in)
    window.sees(name)
    window.judged("home-empty")


def founds_a_circle(site: Deployment, rosa: Window) -> None:
    signs_up(site, rosa, "rosa.verde", "Rosa", ("Crear cuenta", "Verificar mi correo", "Entrar"))
    rosa.pressed("Fundar un círculo")
    rosa.judged("found")
    rosa.types(name="Coro Ñandú", description="Ensayos de los martes.", membersLimit="3")
    rosa.acts("Fundar el círculo")
    rosa.sees("Un número entero de 10 a 32,000")
    rosa.judged("circle-refused")
    rosa.types(membersLimit="40")
    rosa.pressed("Fundar el círculo")
    rosa.sees("Coro Ñandú", "Puedes invitar a 10 más.")
    rosa.judged("circle-founded")


def invites(rosa: Window) -> str:
    """Make a code; gives the link to send."""
    rosa.acts("Hacer un código")
    rosa.sees("Puedes invitar a 9 más.")
    rosa.judged("invited")
    return rosa.driver.find_element(By.CSS_SELECTOR, ".hint code").text


def comes_in(kim: Window, link: str) -> None:
    kim.opens(link)
    kim.sees("Come into a circle")
    kim.judged("join")
    kim.pressed("Come in")
    kim.sees("Coro Ñandú", "2 members")
    kim.judged("circle-of-others")


def offers_a_ride(rosa: Window) -> None:
    rosa.pressed("Ofrecer un viaje")
    rosa.judged("offer")
    rosa.types(origin="Glorieta Insurgentes", destination="Auditorio")
    rosa.types(departsAt=soon(2), arrivesAt=soon(1), seats="3")
    rosa.acts("Ofrecer el viaje")
    rosa.sees("La llegada debe ser después de la salida")
    rosa.judged("offer-refused")
    rosa.types(arrivesAt=soon(3), notes="Espero cinco minutos.\nSin mascotas.")
    rosa.pressed("Ofrecer el viaje")
    rosa.sees("Tú manejas", "3 de 3 libres")
    rosa.judged("ride-of-driver")


def takes_it(kim: Window) -> None:
    kim.pressed("Find")
    kim.sees("Glorieta Insurgentes")
    kim.judged("search")
    kim.types(text="nowhere")
    kim.acts("Search")
    kim.sees("No ride to take matches.")
    kim.types(text="insurgentes")
    kim.acts("Search")
    kim.sees("Glorieta Insurgentes")
    kim.pressed("Glorieta Insurgentes")
    kim.sees("Take the ride")
    kim.judged("ride")
    kim.types(seats="2")
    kim.acts("Take the ride")
    kim.sees("You have a seat.", "2 seats")
    kim.judged("ride-taken")
    kim.pressed("Home")
    kim.sees("Glorieta Insurgentes")
    kim.judged("home")


def finishes_it(rosa: Window) -> None:
    rosa.pressed("Inicio")
    rosa.sees("en camino")
    rosa.judged("home")
    rosa.pressed("Glorieta Insurgentes")
    rosa.sees("El viaje terminó")
    rosa.judged("ride-under-way")
    rosa.acts("El viaje terminó")
    rosa.sees("El viaje está terminado.")
    rosa.judged("ride-finished")


def rates_it(kim: Window) -> None:
    kim.pressed("All your rides")
    kim.sees("Glorieta Insurgentes")
    kim.judged("every-ride")
    kim.pressed("Glorieta Insurgentes")
    kim.sees("Rate the ride")
    kim.types(stars="4")
    kim.acts("Rate")
    kim.sees("Thank you for rating.", "4 of 5 (1)")
    kim.judged("ride-rated")


def shows_what_was_counted(site: Deployment, rosa: Window) -> None:
    """The counts and the reputation are kept by consumers of events: the worker delivers them."""

    def is_counted() -> bool:
        rosa.opens(f"{site.front_end}/profile")
        rosa.sees("Reputación")
        return "4 de 5" in rosa.text()

    eventually(is_counted)
    rosa.judged("profile")
    changes_the_picture(rosa)
    rosa.types(biography="Manejo despacio.")
    rosa.acts("Guardar")
    rosa.sees("Guardado.")
    rosa.judged("profile-saved")


def changes_the_picture(rosa: Window) -> None:
    """A file of the browser's machine, sent as a part of a form; what is no picture is refused."""
    rosa.types(picture=__file__)
    rosa.acts("Subir la foto")
    rosa.waits(lambda driver: driver.find_elements(By.CSS_SELECTOR, "#field-picture[aria-invalid]"))
    rosa.types(picture=str(rosa.pictures / "01-log-in.png"))
    rosa.acts("Subir la foto")
    rosa.sees("Tu foto cambió.", "Quitar la foto")
    rosa.waits_for_pictures()
    rosa.judged("picture")
    rosa.acts("Quitar la foto")
    rosa.sees("Tu foto ya no está.")


def leaves(rosa: Window) -> None:
    rosa.pressed("Salir")
    rosa.sees("Entrar")
    rosa.judged("logged-out")
