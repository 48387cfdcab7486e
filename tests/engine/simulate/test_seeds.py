"""A seed is a marketplace: the same one the same, another one another."""

from pathlib import Path

from goodstanding.engine.simulate.market import Market
from goodstanding.engine.simulate.writing import tables_of, write_market
from tests.engine.simulate.markets import a_market


def written(market: Market, folder: Path) -> dict[str, bytes]:
    """The bytes of each file of the market."""
    write_market(market, folder, scenario="base", command="goodstanding simulate")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    once, again = (written(a_market(seed=7), tmp_path / name) for name in ("once", "again"))

    assert sorted(once) == [
        "clients.parquet",
        "contracts.parquet",
        "evidence.parquet",
        "truth.parquet",
        "world.json",
    ]
    assert once == again


def test_another_seed_writes_other_bytes(tmp_path: Path) -> None:
    one = written(a_market(seed=7), tmp_path / "one")
    other = written(a_market(seed=8), tmp_path / "other")

    assert [name for name in one if one[name] == other[name]] == []


def test_another_number_draws_another_market() -> None:
    tables = tables_of(a_market())
    others = tables_of(a_market(response_good=0.74))

    assert not tables["evidence"].equals(others["evidence"])
    assert tables["truth"].equals(others["truth"])
