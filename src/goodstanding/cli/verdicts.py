"""Files and a policy become verdicts: everybody's, or one person's because."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.intake import Wish, take_in, with_records
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
# The file that makes a folder an evidence store.
ABOUT = "store.json"
READING = ("columns", "no_header", "assume_utc")
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
    cleared_path: Path | None,
    processes: int | None,
    **said: Any,
) -> int:
    """Judges everybody in the files, and gives 1 when rows had to be refused.

    An evidence store in place of the files is judged bucket by bucket.

    Raises:
        Refusal: the policy, a file as a whole, or the output is refused.
    """
    writer = writer_for(verdicts)
    policy, wish = asked(files, policy_path, negative=negative, said=said)
    cleared = _cleared(cleared_path, policy, said)
    if is_store(files):
        _require_no_reading(said, rejects_path)
        told = _judge_store(
            files[0],
            policy,
            as_of,
            own_items=wish.own_items,
            cleared=cleared,
            everybody=everybodys(form, verdicts),
            processes=processes or 1,
            quiet=no_progress,
        )
        _give(told, writer, form=form, output=output)
        return 0
    _require_one_process(processes)
    with meter("reading", quiet=no_progress) as reading:
        intake = with_records(policy, take_in(wish, policy, reading))
    judgement = _judge_people(policy, intake, as_of, cleared=cleared, quiet=no_progress)
    _give(judgement, writer, form=form, output=output)
    _note_ignored(intake)
    return refused_rows(intake, files, rejects_path)


def _judge_people(
    policy: Policy, intake: Intake, as_of: datetime, *, cleared: Any, quiet: bool
) -> Judgement:
    """The judgement of everybody in the intake, person by person."""
    people = intake.by_subject
    cleared_at = {} if cleared is None else cleared.by_person()
    with meter("judging", total=len(people), quiet=quiet) as judging:
        return judge_everybody(policy, people, as_of, meter=judging, cleared_at=cleared_at)


def explain_one(
    subject: str,
    files: tuple[Path, ...],
    *,
    as_of: datetime,
    form: str,
    cleared_path: Path | None,
    **said: Any,
) -> int:
    """Tells one person's because, and gives 1 when rows had to be refused.

    Raises:
        Refusal: nobody of that name is in the files; else as for `judge_files`.
    """
    policy, evidence, code = evidence_of_one(subject, files, **said)
    cleared = _cleared(cleared_path, policy, said)
    own = () if cleared is None else cleared.by_person().get(subject, ())
    verdict = judge(policy, subject, evidence, as_of, cleared_at=own)
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
    if is_store(files):
        _require_no_reading(said, rejects_path)
        return policy, _in_store(files[0], policy, subject), 0
    with meter("reading", quiet=no_progress) as reading:
        intake = with_records(policy, take_in(wish, policy, reading))
    code = refused_rows(intake, files, rejects_path)
    if subject not in intake.by_subject:
        raise Refusal(
            "unknown-subject",
            f"no {policy.about} is called `{subject}` in " + ", ".join(f"`{f}`" for f in files),
            cure=_nearest(subject, intake.by_subject),
        )
    return policy, intake.by_subject[subject], code


def _in_store(path: Path, policy: Policy, subject: str) -> list[Evidence]:
    """All that the store holds of one person, by an engine that is loaded only when needed."""
    people = import_module("goodstanding.cli.people")
    found: list[Evidence] = people.one_in_store(path, policy, subject)
    return found


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


def is_store(files: tuple[Path, ...]) -> bool:
    """Whether an evidence store is given, and nothing else.

    Raises:
        Refusal: a store is given together with other files.
    """
    stores = [path for path in files if (path / ABOUT).is_file()]
    if stores and len(files) > 1:
        raise Refusal(
            "store-among-files",
            f"`{stores[0]}` is an evidence store, and stores are judged alone",
            cure="add the files to it: goodstanding store add",
        )
    return bool(stores)


def _cleared(path: Path | None, policy: Policy, said: dict[str, Any]) -> Any:
    """The cleared cases, by an engine that is loaded only then; None where no file is given."""
    if path is None:
        return None
    clearings = import_module("goodstanding.cli.clearings")
    return clearings.clearings_in(path, policy, assume_utc=said["assume_utc"])


def _judge_store(path: Path, policy: Policy, as_of: datetime, **said: Any) -> Any:
    """The store's judgement, by an engine that is loaded only when it is needed."""
    return import_module("goodstanding.cli.judging_store").judge_store(path, policy, as_of, **said)


def _require_one_process(processes: int | None) -> None:
    """Nothing, once no processes are asked for."""
    if processes is not None:
        raise Refusal(
            "processes-without-store",
            "`--processes` is for an evidence store, and these are files",
            cure="build one: goodstanding store build",
        )


def _require_no_reading(said: dict[str, Any], rejects_path: Path | None) -> None:
    """Nothing, once nothing is said of how files are to be read."""
    given = [f"--{name.replace('_', '-')}" for name in READING if said.get(name)]
    given += ["--map"] if said.get("maps") else []
    given += ["--rejects"] if rejects_path else []
    if given:
        raise Refusal(
            "reading-a-store",
            f"`{given[0]}` says how a file is read, and a store was read when it was built",
            cure="leave it out, or build the store again",
        )


def everybodys(form: str, verdicts: Path | None) -> bool:
    """Whether everybody's record is asked for."""
    if verdicts is not None and verdicts.suffix in (".jsonl", ".ndjson"):
        raise Refusal(
            "no-because-of-a-store",
            f"`{verdicts}` asks for everybody's whole because, which is not told of a store",
            cure="let it end in .csv or .parquet",
        )
    return form in ("csv", "parquet") or verdicts is not None


def _give(judged: Any, writer: Callable[[Any], None], *, form: str, output: Path | None) -> None:
    """Writes the judgement, and names what it could not see."""
    write_judgement(judged, form, output)
    writer(judged)
    if judged.unseen:
        _note("the policy reads what nobody said: " + ", ".join(judged.unseen))


def _note_ignored(intake: Intake) -> None:
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
