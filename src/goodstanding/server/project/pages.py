"""The front page, which says that the service lives, and the door for whoever has a link."""

from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from goodstanding import __version__
from goodstanding.server.store.models import (
    Account,
    CaseRow,
    ContractRow,
    EvidenceRow,
    LedgerSeal,
    PolicyVersion,
    RestrictionRow,
    SignInLink,
    VerdictRow,
)

STYLE = (Path(__file__).parent / "static" / "style.css").read_text(encoding="utf-8")


def front(request: HttpRequest) -> HttpResponse:
    """What is in the service, in numbers, and who has signed in."""
    now = timezone.now()
    counts = {
        "accounts": Account.objects.count(),
        "contracts": ContractRow.objects.count(),
        "pieces of evidence": EvidenceRow.objects.filter(superseded_at=None).count(),
        "verdicts": VerdictRow.objects.count(),
        "open cases": CaseRow.objects.filter(decided_at=None).count(),
        "people restricted": RestrictionRow.objects.filter(during__contains=now)
        .values("subject")
        .distinct()
        .count(),
        "sealed entries": LedgerSeal.objects.count(),
    }
    policies = PolicyVersion.objects.filter(in_force_until_at=None).exclude(in_force_from_at=None)
    told = {
        "counts": counts,
        "policies": [f"{row.name}, version {row.version}" for row in policies],
        "who": request.session.get("who"),
        "role": request.session.get("role"),
        "version": __version__,
    }
    return render(request, "front.html", told)


def style(_: HttpRequest) -> HttpResponse:
    """The one stylesheet."""
    response = HttpResponse(STYLE, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def sign_in(request: HttpRequest, link: str) -> HttpResponse:
    """The session of whoever the link was made for, until the link ends."""
    digest = sha256(link.encode()).digest()
    row = SignInLink.objects.filter(digest=digest, ends_at__gt=timezone.now()).first()
    if row is None:
        return render(request, "no-such-link.html", status=404)
    request.session.cycle_key()
    request.session["who"] = row.name
    request.session["role"] = row.role
    return HttpResponseRedirect("/")
