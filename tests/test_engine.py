"""What an error of the database carries into a log."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from records.store.engine import connect


def test_an_error_of_a_statement_carries_no_value(database: str) -> None:
    engine = connect(database)
    with engine.connect() as connection, pytest.raises(SQLAlchemyError) as caught:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "张三丰"})
    engine.dispose()
    assert "nowhere" in str(caught.value)
    assert "张三丰" not in f"{caught.value} {caught.value!r}"
