"""Everybody has a bucket, and nobody is in none."""

from pathlib import Path

import pyarrow as pa
import pytest

from goodstanding.core.words import Refusal
from goodstanding.engine.store.building import build


def test_a_row_of_nobody_is_refused_and_leaves_no_store(tmp_path: Path) -> None:
    rows = pa.table({"subject": pa.array(["ada", None]), "client": ["c1", "c2"]})

    with pytest.raises(Refusal) as caught:
        build(tmp_path / "store", [rows], buckets=2, vocabulary={})

    assert str(caught.value) == "a row names nobody; give every row an identifier"
    assert not (tmp_path / "store").exists()
