"""Whether the service lives, and can work, for whoever watches it."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest


def alive(_: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_: HttpRequest) -> HttpResponse:
    """The database answers, and its tables are up to date."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "because": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse({"ready": False, "because": "migrations are to be made"}, status=503)
    return JsonResponse({"ready": True})


def measured(_: HttpRequest) -> HttpResponse:
    """What Prometheus reads."""
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
