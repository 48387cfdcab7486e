"""The mistakes that whoever writes kernels is likeliest to make, each in a few words of source."""

from tests.laws.planting import Fault, fault

ROOM = "goodstanding.engine."
QUOTIENT, PLAN, VOTES, POINTS = (ROOM + name for name in ("quotient", "plan", "votes", "points"))
FIGURES, LADDER, ARRANGE, POPULATION = (
    ROOM + name for name in ("figures", "ladder", "arrange", "population")
)
TURNS, COURSE, SUMS = (ROOM + name for name in ("turns", "course", "sums"))
POINTS_OVER_TIME, OVER_TIME = ROOM + "points_over_time", ROOM + "over_time"
# Each stands upon those before it.
AT_ONE_INSTANT = (QUOTIENT, PLAN, VOTES, POINTS, FIGURES, LADDER, ARRANGE, POPULATION)
OVER_A_GRID = (*AT_ONE_INSTANT, TURNS, COURSE, POINTS_OVER_TIME, SUMS, OVER_TIME)

OF_JUDGING: tuple[Fault, ...] = (
    fault("a window includes its start", FIGURES, ("clock > start_at)", "clock >= start_at)")),
    fault("a window excludes its end", FIGURES, ("clock <= end_at)", "clock < end_at)")),
    fault(
        "what is received at the instant is not known yet",
        POPULATION,
        ("known = frame.received_at <= at", "known = frame.received_at < at"),
    ),
    fault(
        "what occurred is known at once",
        POPULATION,
        ("known = frame.received_at <= at", "known = frame.occurred_at <= at"),
    ),
    fault(
        "a version counts at the instant at which it is superseded",
        POPULATION,
        ("frame.superseded_at > at", "frame.superseded_at >= at"),
    ),
    fault(
        "what is left out counts",
        POPULATION,
        (
            "heard = known if own.left_out is None else known & ~own.left_out",
            "heard = known",
        ),
    ),
    fault(
        "silence is negative",
        POPULATION,
        (
            "np.where(readings.rated, readings.negative, unknown)",
            "np.where(readings.rated, readings.negative, 1)",
        ),
    ),
    fault(
        "the mildest rung reached is the verdict",
        LADDER,
        (
            "for place, each in enumerate(policy.ladder):",
            "for place, each in reversed(tuple(enumerate(policy.ladder))):",
        ),
    ),
    fault(
        "an unknown figure makes a denial true",
        LADDER,
        (
            "return true if wanted else known & ~true",
            "return true if wanted else ~true",
        ),
    ),
    fault("the latest vote is the first", VOTES, ("if keep is Keep.FIRST:\n", "if False:\n")),
    fault("the worst vote is any", VOTES, ("if keep is Keep.WORST:", "if False:")),
    fault(
        "silence is a vote as good as any",
        VOTES,
        (
            "rank = read.rated.astype(np.int32)",
            "rank = (read.rated * 0).astype(np.int32)",
        ),
    ),
    fault(
        "the last so many votes are one more", VOTES, ("from_end <= last", "from_end <= last + 1")
    ),
    fault(
        "groups are told apart by client",
        ARRANGE,
        ("return _codes(group)[1]", "return clients"),
    ),
    fault(
        "ties stand in the order of arrival",
        ARRANGE,
        ("if not tied.any():", "if True:"),
    ),
    fault(
        "halves are rounded down",
        QUOTIENT,
        ("more = 2 * rest >= under", "more = 2 * rest > under"),
    ),
    fault(
        "the better of two windows is the worse",
        FIGURES,
        (
            "wins = lesser if better is Better.LOWER",
            "wins = greater if better is Better.LOWER",
        ),
    ),
    fault(
        "a window by volume changes one outcome late",
        FIGURES,
        ("outcomes.sizes >= window.at_least", "outcomes.sizes > window.at_least"),
    ),
    fault(
        "a sample too small is enough",
        FIGURES,
        ("divided.sizes >= sample.votes", "divided.sizes >= sample.votes - 1"),
    ),
    fault(
        "every weight is the first",
        FIGURES,
        ('weighs[against(own, ">=", start, wanted=True)] = step', "pass"),
    ),
    fault(
        "a limit between two whole numbers is the one below",
        PLAN,
        ("ceil(exact) if operator in", "floor(exact) if operator in"),
    ),
    fault(
        "what is unknown is false",
        PLAN,
        (
            "return (true if wanted else ~true) & column.known",
            "return true if wanted else ~true",
        ),
    ),
    fault(
        "the sum of points may start at any vote",
        POINTS,
        ("begins & (at > start_at)", "(at > start_at)"),
    ),
    fault(
        "the sum of points may start before the window",
        POINTS,
        ("begins & (at > start_at)", "begins & (at >= start_at)"),
    ),
    fault(
        "every start of a sum costs as little as the first",
        POINTS,
        (
            "np.where(is_first, np.int64(first), np.int64(later))",
            "np.full(len(at), np.int64(first))",
        ),
    ),
    fault("points may be below nothing", POINTS, ("over=np.maximum(worth, 0)", "over=worth")),
)

OF_COURSES: tuple[Fault, ...] = (
    fault(
        "what is received at an instant is known from the next one on",
        TURNS,
        (
            'np.searchsorted(self.at, times, side="left")',
            'np.searchsorted(self.at, times, side="right")',
        ),
    ),
    fault(
        "versions are never superseded",
        TURNS,
        (
            "ends = frame.superseded_at != NEVER",
            "ends = frame.superseded_at == NEVER",
        ),
    ),
    fault(
        "what is left out is there",
        TURNS,
        ("after = np.where(left_out, np.int16(0), after)", "pass"),
    ),
    fault(
        "a window that slid keeps what stood on its start",
        TURNS,
        (
            'left = np.searchsorted(starts, frame.clock, side="left")',
            'left = np.searchsorted(starts, frame.clock, side="right")',
        ),
    ),
    fault(
        "who comes in order and goes out of order has one turn",
        TURNS,
        (
            "wrong = same & ((first[1:] < first[:-1]) | (after[1:] < after[:-1]))",
            "wrong = same & False",
        ),
    ),
    fault(
        "whoever left is counted on",
        COURSE,
        (
            "leaving = np.flatnonzero(after < width)",
            "leaving = np.flatnonzero(after < 0)",
        ),
    ),
    fault(
        "a window by volume changes one outcome late",
        SUMS,
        (">= window.at_least", "> window.at_least"),
    ),
    fault(
        "a sample that is just enough is too small",
        SUMS,
        ("enough &= sample >= least", "enough &= sample > least"),
    ),
    fault(
        "votes that ended have one course of sums",
        POINTS_OVER_TIME,
        ("    if ends.any():", "    if False:"),
    ),
    fault(
        "a sum of points starts before its window",
        POINTS_OVER_TIME,
        ("(at > microseconds(start_at))", "(at >= microseconds(start_at))"),
    ),
    fault(
        "who is looked at instant by instant is told twice",
        OVER_TIME,
        ("return ((frame, _without(history, astray)),", "return ((frame, history),"),
    ),
)
