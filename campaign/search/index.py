"""Stub until the search room is written."""


def index_records(session, record_ids): ...
