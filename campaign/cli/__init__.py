"""The terminal's door."""

from flask import Flask

from campaign.cli.database import database


def init_app(app: Flask) -> None:
    app.cli.add_command(database)
