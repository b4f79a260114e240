"""The whole journey in the pages: found, invite, sign up, join, offer, find, take, finish, rate."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.comparte_ride.browser.conftest import Opened
from tests.comparte_ride.browser.deployment import Deployment, eventually
from tests.comparte_ride.browser.steps import DEPARTED, PASSWORD, typed_time
from tests.comparte_ride.browser.window import PHONE, Window

pytestmark = [
    pytest.mark.interop,
    pytest.mark.timeout(300),
    pytest.mark.needs_program("chromium", "chromedriver"),
]
soon = partial(typed_time, zone=ZoneInfo("America/Mexico_City"))


def test_the_journey_in_the_pages(site: Deployment, opened: Opened) -> None:
    """A driver on a phone, who reads Spanish; a passenger at a desk, in the dark, who reads English."""
    lucia = opened("lucia", "es", PHONE)
    founds_a_circle(site, lucia)
    link = invites(lucia)
    tom = opened("tom", "en", scheme="dark")
    signs_up(site, tom, "tom.green", "Tom", ("Sign up", "Verify my e-mail", "Log in"))
    comes_in(tom, link)
    offers_a_ride(lucia)
    takes_it(tom)
    site.ran(DEPARTED, origin="Metro Coyoacán")  # nobody waits two hours: its times are moved in the database
    finishes_it(lucia)
    rates_it(tom)
    shows_what_was_counted(site, lucia)
    leaves(lucia)


def signs_up(site: Deployment, window: Window, username: str, name: str, words: tuple[str, str, str]) -> None:
    """Ask for an account, open the link of the e-mail, log in."""
    sign_up, verify, log_in = words
    email = f"{username}@comparteride.example"
    window.opens(f"{site.address}/sign-up")
    window.types(email=email, username=username, password="12345678")
    window.types(first_name=name, last_name="Verde", phone="+525512345678")
    window.pressed(sign_up)
    window.judged("sign-up-refused", refused=True)
    window.types(password=PASSWORD)
    window.pressed(sign_up)
    window.sees(email)
    window.judged("link-sent")
    window.opens(site.link_to(email))
    window.judged("verify")
    window.pressed(verify)
    window.judged("verified")
    window.pressed(log_in)
    window.judged("log-in")
    window.types(email=email, password=PASSWORD)
    window.pressed(log_in)
    window.sees(name)
    window.judged("home-empty")


def founds_a_circle(site: Deployment, lucia: Window) -> None:
    lucia.opens(site.address)
    lucia.judged("welcome")
    signs_up(site, lucia, "lucia.verde", "Lucía", ("Registrarme", "Verificar mi correo", "Entrar"))
    lucia.pressed("Círculos")
    lucia.judged("circles-empty")
    lucia.pressed("Fundar un círculo")
    lucia.types(name="Oficina Ñandú", description="De Coyoacán a Santa Fe, de lunes a jueves.")
    lucia.types(members_limit="3")
    lucia.pressed("Fundar el círculo")
    lucia.judged("circle-refused", refused=True)
    lucia.types(members_limit="40")
    lucia.pressed("Fundar el círculo")
    lucia.sees("El círculo está fundado", "Aún nadie ofrece un viaje")
    lucia.judged("circle-founded")
    lucia.pressed("Editar")
    lucia.types(picture=str(lucia.pictures / "01-welcome.png"))
    lucia.pressed("Mostrar esta foto")
    lucia.waits_for_pictures()
    lucia.judged("circle-picture")
    lucia.pressed("← Oficina Ñandú")


def invites(lucia: Window) -> str:
    """Make a code; gives the link to send."""
    lucia.pressed("Invitaciones")
    lucia.judged("invitations-none")
    lucia.pressed("Crear un código")
    lucia.sees("Vale hasta")
    lucia.judged("invitations")
    return lucia.driver.find_element(By.CSS_SELECTOR, "a.link").text


def comes_in(tom: Window, link: str) -> None:
    tom.opens(link)
    tom.judged("join")
    tom.pressed("Come in")
    tom.sees("Welcome to Oficina Ñandú!")
    tom.judged("circle-of-others")
    tom.pressed("Members")
    tom.judged("members")


def offers_a_ride(lucia: Window) -> None:
    lucia.pressed("← Oficina Ñandú")
    lucia.pressed("Ofrecer un viaje")
    lucia.judged("offer")
    lucia.types(origin="Metro Coyoacán", destination="Santa Fe, puerta 3")
    lucia.types(departs_at=soon(2), arrives_at=soon(1))
    lucia.pressed("Ofrecerlo")
    lucia.sees("Un viaje llega después de salir")
    lucia.judged("offer-refused", refused=True)
    lucia.types(arrives_at=soon(3), notes="Espero cinco minutos.\nSin mascotas.")
    lucia.pressed("Ofrecerlo")
    lucia.sees("Tu viaje está ofrecido.")
    lucia.judged("ride-of-driver")


def takes_it(tom: Window) -> None:
    tom.pressed("Rides")
    tom.judged("search")
    tom.types(text="nowhere")
    tom.sees("No ride is as you ask.")
    tom.types(text="coyoacan")
    tom.settles("text=coyoacan")
    tom.sees("Metro Coyoacán")
    tom.pressed("Metro Coyoacán")
    tom.judged("ride")
    tom.types(seats="4")
    tom.pressed("Take seats")
    tom.sees("Only 3 seats are free.")
    tom.judged("take-refused", refused=True)
    tom.types(seats="2")
    tom.pressed("Take seats")
    tom.sees("The seats are yours.", "2 seats")
    tom.judged("ride-taken")
    tom.pressed("Home")
    tom.sees("Metro Coyoacán")
    tom.judged("home")


def finishes_it(lucia: Window) -> None:
    lucia.pressed("Inicio")
    lucia.sees("En camino")
    lucia.judged("home")
    lucia.pressed("Metro Coyoacán")
    lucia.judged("ride-under-way")
    lucia.pressed("Terminar el viaje")
    lucia.sees("El viaje terminó. ¡Gracias!")
    lucia.judged("ride-finished")


def rates_it(tom: Window) -> None:
    tom.pressed("All my rides")
    tom.judged("own-rides")
    tom.pressed("Metro Coyoacán")
    tom.judged("ride-to-rate")
    tom.types(stars=Keys.ARROW_DOWN)
    tom.pressed("Rate the ride")
    tom.sees("Thank you for your rating.", "★ 4.0")
    assert "Rate the ride" not in tom.text()
    tom.judged("ride-rated")


def shows_what_was_counted(site: Deployment, lucia: Window) -> None:
    """The counts and the reputation are kept by consumers of events: the worker delivers them."""

    def is_counted() -> bool:
        lucia.opens(f"{site.address}/profile")
        return "4,0" in lucia.text()

    eventually(is_counted)
    lucia.judged("profile")
    changes_the_picture(lucia)
    lucia.types(biography="Manejo despacio.")
    lucia.pressed("Guardar")
    lucia.sees("Guardado.")
    lucia.judged("profile-saved")


def changes_the_picture(lucia: Window) -> None:
    """A file of the browser's machine; what is no picture is refused."""
    lucia.types(picture=__file__)
    lucia.pressed("Mostrar esta foto")
    lucia.sees("Un JPEG, PNG o WebP de hasta dos megabytes.")
    lucia.judged("picture-refused", refused=True)
    lucia.types(picture=str(lucia.pictures / "01-welcome.png"))
    lucia.pressed("Mostrar esta foto")
    lucia.sees("La foto cambió.", "Quitar la foto")
    lucia.waits_for_pictures()
    lucia.judged("picture")


def leaves(lucia: Window) -> None:
    lucia.pressed("Cerrar sesión")
    lucia.sees("Cerraste tu sesión.")
    lucia.judged("logged-out")
