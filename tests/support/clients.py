"""Test clients that meet the application as a stranger does: with nothing left from before."""

from contextvars import Context
from typing import Any

from click.testing import Result
from flask.testing import FlaskClient, FlaskCliRunner
from werkzeug.test import TestResponse


class FreshClient(FlaskClient):
    """Answers each request in a context of its own, as a server does.

    Flask would otherwise reuse the test's own application context, and with it the
    test's database session and whoever signed in before.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Answer one request, read to its end."""
        kwargs["buffered"] = True
        return Context().run(super().open, *args, **kwargs)


class FreshCliRunner(FlaskCliRunner):
    """Runs each command in a context of its own, as a terminal does."""

    def invoke(self, *args: Any, **kwargs: Any) -> Result:
        """Run one command."""
        return Context().run(super().invoke, *args, **kwargs)
