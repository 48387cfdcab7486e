"""A report that cannot be told exactly is refused where it is written down, with the cure."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from goodstanding.cli.report.cell import Cell, Column, Interval, Kind
from goodstanding.cli.report.chart import BarChart, Dot, Dots, LineChart, Series
from goodstanding.cli.report.record import Fact, Figures, Table
from goodstanding.core.words import Refusal

ANY: dict[str, Any] = {"title": "t", "says": "s"}
X, Y = Column(name="clients", kind=Kind.WHOLE), Column(name="share", kind=Kind.SHARE)
NAMES = Column(name="names")
ONE = (Series(name="a", values=(1,)),)
IN_PARIS = datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.WHOLE, 1.0),
        (Kind.WHOLE, True),
        (Kind.NUMBER, float("nan")),
        (Kind.SHARE, float("inf")),
        (Kind.NUMBER, Decimal("NaN")),
        (Kind.NUMBER, "1"),
        (Kind.TEXT, 1),
        (Kind.INSTANT, datetime(2026, 1, 1)),
        (Kind.INSTANT, IN_PARIS),
        (Kind.MONEY, Decimal(1)),
    ],
)
def test_a_value_of_another_kind_is_refused(kind: Kind, value: Cell) -> None:
    with pytest.raises(Refusal) as refused:
        Fact(label="flagged", value=value, kind=kind)

    assert refused.value.code == "cell-of-another-kind"
    assert f"fact `flagged`: `{value!r}` is no {kind}; give " in str(refused.value)


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (
            lambda: LineChart(**ANY, x=X, y=Y, at=(1, 2), series=ONE),
            "chart `t`, series `a`: 1 values for 2 positions; give one for each position; "
            "None where it is unknown",
        ),
        (
            lambda: LineChart(
                **ANY,
                x=X,
                y=Y,
                at=(1,),
                series=(Series(name="a", values=(1,), intervals=(None,) * 2),),
            ),
            "chart `t`, series `a`: 2 intervals for 1 positions; give one for each position; "
            "None where it is unknown",
        ),
        (
            lambda: LineChart(**ANY, x=X, y=Y, at=(2, 1), series=()),
            "chart `t`: `1` follows `2`; sort the positions and name each once",
        ),
        (
            lambda: LineChart(**ANY, x=NAMES, y=Y, at=(), series=()),
            "chart `t`: axis `names` is of kind `text`; use `instant`, `number`, `share`, `whole`",
        ),
        (
            lambda: BarChart(**ANY, x=NAMES, y=NAMES, at=(), series=()),
            "chart `t`: axis `names` is of kind `text`; use `number`, `share`, `whole`",
        ),
        (
            lambda: BarChart(**ANY, x=NAMES, y=Y, at=(None,), series=ONE),
            "chart `t`: a position is unknown; leave out what has no place on the axis",
        ),
        (
            lambda: Dots(**ANY, x=X, y=Y, dots=(Dot(label="v1", x=0.5, y=0.5),)),
            "chart `t`, dot `v1`: `0.5` is no whole; give an int, or None where it is unknown",
        ),
        (
            lambda: Table(caption="c", columns=(X,), rows=((1,), (1, 2))),
            "table `c`, row 2: 2 cells under 1 columns; give a cell for each column; "
            "None where it is unknown",
        ),
        (lambda: Table(caption="c", columns=(), rows=()), "table `c`; name a column"),
        (lambda: Figures(title="f", of=()), "figures `f`; give at least one fact"),
        (
            lambda: Interval(low=1, high=0),
            "the interval from `1` to `0` holds nothing; give the lower end first",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused(made: Callable[[], Any], told: str) -> None:
    with pytest.raises(Refusal) as refused:
        made()

    assert str(refused.value) == told
