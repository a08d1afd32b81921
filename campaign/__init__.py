"""Supply Record: how brands are tied to what happens in the factories that make their goods."""

from __future__ import annotations

import gc
from inspect import iscoroutinefunction

from flask import Flask

from campaign.db import configure_engine, db
from campaign.factsheets.look import read_look
from config import Config, load_config


def create_app(config: Config | None = None) -> Flask:
    """Return the application, wired; it opens no database and binds no port yet."""
    from campaign import web

    config = config or load_config()
    read_look(config.accent, config.logo)  # a broken logo is said now, not on the first sheet
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    app.config.from_mapping(
        CAMPAIGN=config,
        SECRET_KEY=config.secret_key,
        SQLALCHEMY_ENGINES={"default": config.database_url},
        TESTING=config.testing,
    )
    db.init_app(app)
    # It would start a thread and an event loop after each request, for engines that we lack.
    app.teardown_appcontext_funcs[:] = [
        function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)
    ]
    with app.app_context():
        configure_engine(db.engine)
    web.init_app(app)
    return app


def create_worker() -> Flask:
    """Return the application of a server's worker, which lives as long as its process.

    All that is loaded is taken from the collector of cycles, which would otherwise look through
    it again and again: a page that takes 60 ms would now and then take 200.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app
