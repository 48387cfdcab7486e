"""The doors, each at its own address."""

from django.urls import path

from goodstanding.server.api.urls import addresses
from goodstanding.server.project.health import alive, measured, ready
from goodstanding.server.project.pages import front, sign_in, style

urlpatterns = [
    path("", front),
    path("style.css", style),
    path("sign-in/<str:link>", sign_in),
    path("healthz", alive),
    path("readyz", ready),
    path("metrics", measured),
    *addresses(),
]
handler400 = "goodstanding.server.project.failing.bad_request"
handler404 = "goodstanding.server.project.failing.not_found"
handler500 = "goodstanding.server.project.failing.broken"
