"""A file of cases that people closed without any action becomes what judging is told of them.

Loaded only when such a file is given: NumPy and Arrow take a third of a second to load.
"""

from pathlib import Path

from goodstanding.cli.lab import table_in
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.signal import Points
from goodstanding.core.words import Refusal
from goodstanding.engine.cleared import Clearings, clearings_of


def clearings_in(path: Path | None, policy: Policy, *, assume_utc: bool) -> Clearings | None:
    """The cleared cases in a CSV or Parquet file, one row for each; None where no file is given.

    Raises:
        Refusal: the policy counts nothing that a clearing changes, the file cannot be read, or a
            row of it is no case.
    """
    if path is None:
        return None
    if not any(isinstance(signal.measure, Points) for signal in policy.signals):
        raise Refusal(
            "nothing-to-clear",
            f"policy `{policy.name}` measures no evidence points, and `--cleared {path}` changes "
            "nothing else",
            cure="leave it out, or judge by a policy that does, such as `evidence-points`",
        )
    about = policy.about.value
    return clearings_of(table_in(path, about=about), about=about, assume_utc=assume_utc)
