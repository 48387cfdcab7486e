"""The doors, each at its own address."""

urlpatterns: list[object] = []
