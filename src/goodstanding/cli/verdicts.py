"""Files and a policy become verdicts: everybody's, or one person's because."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.intake import Wish, take_in
from goodstanding.cli.judging import Judgement, judge_everybody
from goodstanding.cli.options import wish_of
from goodstanding.cli.policies import load_policy, with_own_negative
from goodstanding.cli.progress import meter
from goodstanding.cli.rows import Intake
from goodstanding.cli.writing import as_json, write_judgement, write_rejects, writer_for
from goodstanding.core import because
from goodstanding.core.evidence import Evidence
from goodstanding.core.policy.language import Policy
from goodstanding.core.verdict import judge
from goodstanding.core.words import Refusal, did_you_mean

SOME_REFUSED = 1
FEW = 5


def judge_files(
    files: tuple[Path, ...],
    *,
    policy_path: Path,
    as_of: datetime,
    negative: str | None,
    rejects_path: Path | None,
    no_progress: bool,
    form: str,
    output: Path | None,
    verdicts: Path | None,
    **said: Any,
) -> int:
    """Judges everybody in the files, and gives 1 when rows had to be refused.

    Raises:
        Refusal: the policy, a file as a whole, or the output is refused.
    """
    writer = writer_for(verdicts)
    policy, wish = asked(files, policy_path, negative=negative, said=said)
    with meter("reading", quiet=no_progress) as reading:
        intake = take_in(wish, policy, reading)
    with meter("judging", total=len(intake.by_subject), quiet=no_progress) as judging:
        judgement = judge_everybody(policy, intake.by_subject, as_of, meter=judging)
    write_judgement(judgement, form, output)
    writer(judgement)
    _note_gaps(judgement, intake)
    return refused_rows(intake, files, rejects_path)


def explain_one(
    subject: str,
    files: tuple[Path, ...],
    *,
    as_of: datetime,
    form: str,
    **said: Any,
) -> int:
    """Tells one person's because, and gives 1 when rows had to be refused.

    Raises:
        Refusal: nobody of that name is in the files; else as for `judge_files`.
    """
    policy, evidence, code = evidence_of_one(subject, files, **said)
    verdict = judge(policy, subject, evidence, as_of)
    told = as_json(because.record(verdict)) if form == "json" else because.tell(verdict, policy)
    click.echo(told, nl=False)
    return code


def evidence_of_one(
    subject: str,
    files: tuple[Path, ...],
    *,
    policy_path: Path,
    negative: str | None,
    rejects_path: Path | None,
    no_progress: bool,
    **said: Any,
) -> tuple[Policy, list[Evidence], int]:
    """The policy, all that the files say of one person, and 1 when rows had to be refused, else 0.

    Raises:
        Refusal: nobody of that name is in the files; else as for `judge_files`.
    """
    policy, wish = asked(files, policy_path, negative=negative, said=said)
    with meter("reading", quiet=no_progress) as reading:
        intake = take_in(wish, policy, reading)
    code = refused_rows(intake, files, rejects_path)
    if subject not in intake.by_subject:
        raise Refusal(
            "unknown-subject",
            f"no {policy.about} is called `{subject}` in " + ", ".join(f"`{f}`" for f in files),
            cure=_nearest(subject, intake.by_subject),
        )
    return policy, intake.by_subject[subject], code


def _nearest(subject: str, known: Iterable[str]) -> str:
    told = did_you_mean(subject, known)
    return told if told.startswith("did you mean") else "check the name; `judge` lists the flagged"


def asked(
    files: tuple[Path, ...], policy_path: Path, *, negative: str | None, said: dict[str, Any]
) -> tuple[Policy, Wish]:
    policy, _ = load_policy(policy_path)
    wish = wish_of(files, **said)
    if negative is None:
        return policy, wish
    policy, own_items = with_own_negative(policy, negative)
    return policy, replace(wish, own_items=own_items)


def _note_gaps(judgement: Judgement, intake: Intake) -> None:
    if judgement.unseen:
        _note("the policy reads what nobody said: " + ", ".join(judgement.unseen))
    if intake.ignored:
        _note("columns that the policy does not read: " + ", ".join(sorted(intake.ignored)))


def refused_rows(intake: Intake, files: tuple[Path, ...], rejects_path: Path | None) -> int:
    """Writes and tells what was refused; 1 when anything was, else 0."""
    rejects = intake.rejects
    if not rejects:
        return 0
    path = rejects_path or Path(f"{files[0].name}.rejects.csv")
    write_rejects(rejects, path)
    rows = len({(reject.file, reject.line) for reject in rejects})
    _note(f"{rows:,} of {intake.rows:,} rows were refused and not judged; all are in {path}")
    for reject in rejects[:FEW]:
        column = f", column `{reject.column}`" if reject.column else ""
        click.echo(
            f"  {reject.file}, line {reject.line}{column}: {reject.wrong}; {reject.cure}", err=True
        )
    if len(rejects) > FEW:
        click.echo(f"  and {len(rejects) - FEW:,} more", err=True)
    return SOME_REFUSED


def _note(message: str) -> None:
    click.echo(f"note: {message}", err=True)
