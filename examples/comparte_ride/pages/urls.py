"""The addresses of the pages; `comparte_ride.urls` puts them at the root."""

from django.urls import path
from django.views.i18n import set_language

from pages import (
    circles,
    home,
    invitations,
    members,
    passwords,
    people,
    pictures,
    profile,
    rides,
    sessions,
    sign_up,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("language", set_language, name="set_language"),
    path("sign-up", sign_up.sign_up, name="sign_up"),
    path("verify-email", sign_up.verify_email, name="verify_email"),
    path("log-in", sessions.log_in, name="log_in"),
    path("log-out", sessions.log_out, name="log_out"),
    path("log-out-everywhere", sessions.log_out_everywhere, name="log_out_everywhere"),
    path("forgotten-password", passwords.forgotten_password, name="forgotten_password"),
    path("reset-password", passwords.reset_password, name="reset_password"),
    path("profile", profile.profile, name="profile"),
    path("profile/picture", pictures.change, name="change_picture"),
    path("profile/picture/remove", pictures.remove, name="remove_picture"),
    path("circles", circles.every_circle, name="every_circle"),
    path("circles/mine", circles.own_circles, name="own_circles"),
    path("circles/new", circles.found_circle, name="found_circle"),
    path("circles/<str:circle_slug>", circles.one_circle, name="circle"),
    path("circles/<str:circle_slug>/edit", circles.edit_circle, name="edit_circle"),
    path("circles/<str:circle_slug>/picture", pictures.change_of_circle, name="change_circle_picture"),
    path("circles/<str:circle_slug>/picture/remove", pictures.remove_of_circle, name="remove_circle_picture"),
    path("circles/<str:circle_slug>/leave", circles.leave, name="leave_circle"),
    path("circles/<str:circle_slug>/invitations", invitations.invitations, name="invitations"),
    path("circles/<str:circle_slug>/members", members.members, name="members"),
    path("circles/<str:circle_slug>/members/<str:account_id>/promote", members.promote, name="promote"),
    path(
        "circles/<str:circle_slug>/members/<str:account_id>/deactivate", members.deactivate, name="deactivate"
    ),
    path(
        "circles/<str:circle_slug>/members/<str:account_id>/reactivate", members.reactivate, name="reactivate"
    ),
    path("circles/<str:circle_slug>/offer", rides.offer, name="offer_ride"),
    path("rides", rides.search, name="rides"),
    path("rides/mine", rides.own_rides, name="own_rides"),
    path("rides/<int:ride_id>", rides.ride, name="ride"),
    path("rides/<int:ride_id>/edit", rides.edit, name="edit_ride"),
    path("rides/<int:ride_id>/take", rides.take, name="take_ride"),
    path("rides/<int:ride_id>/give-back", rides.give_back, name="give_back_ride"),
    path("rides/<int:ride_id>/cancel", rides.cancel, name="cancel_ride"),
    path("rides/<int:ride_id>/finish", rides.finish, name="finish_ride"),
    path("rides/<int:ride_id>/rate", rides.rate, name="rate_ride"),
    path("people/<str:account_id>", people.card, name="person"),
    path("join/<str:circle_slug>", invitations.join, name="join"),
]
