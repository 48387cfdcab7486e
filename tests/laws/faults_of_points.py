"""The mistakes that whoever sums evidence points is likeliest to make."""

from tests.laws.planting import FIGURE, POINTS, STEPS, fault

OF_POINTS = (
    fault(
        "a sum may start at every vote",
        POINTS,
        ("here != month and ", ""),
    ),
    fault(
        "a sum may start at the start of the window",
        POINTS,
        ("vote.at > start_at", "vote.at >= start_at"),
    ),
    fault(
        "old starts are never forgotten",
        POINTS,
        ("here != month and vote.at > start_at", "here != month"),
    ),
    fault(
        "later months start as cheaply as the first",
        POINTS,
        ("if place == 0 else later_fee", "if True else later_fee"),
    ),
    fault(
        "months of different years are the same",
        POINTS,
        ("(vote.at.year, vote.at.month)", "(0, vote.at.month)"),
    ),
    fault(
        "the dearest start is taken",
        POINTS,
        ("cost < least", "cost > least"),
    ),
    fault(
        "a start leaves out its own vote",
        POINTS,
        ("        month = here\n        total += vote.step\n", "        month = here\n"),
        ("        here = (", "        total += vote.step\n        here = ("),
    ),
    fault(
        "a sum may be below nothing",
        POINTS,
        ("best = max(0, total - least - fee_of_clearing(cleared))", "best = total - least"),
    ),
    fault(
        "steps are rounded up",
        STEPS,
        (
            "return logarithm.numerator // logarithm.denominator",
            "return -(-logarithm.numerator // logarithm.denominator)",
        ),
    ),
    fault(
        "what a start costs is rounded down",
        STEPS,
        (
            "rounding=ROUND_CEILING))\n\n\ndef chance_at",
            "rounding=ROUND_FLOOR))\n\n\ndef chance_at",
        ),
    ),
    fault(
        "later starts cost the whole window",
        STEPS,
        ("_fee(2 * (months - 1))", "_fee(2 * months)"),
    ),
    fault(
        "the usual rate weighs one vote more",
        STEPS,
        ("weight = strictness.history", "weight = strictness.history + 1"),
    ),
    fault(
        "a record without bounds",
        STEPS,
        (
            "return min(max(odds * (1 - usual) / usual, least), most)",
            "return odds * (1 - usual) / usual",
        ),
    ),
    fault(
        "a strict client adds more",
        STEPS,
        ("odds * (1 - usual) / usual", "usual / (odds * (1 - usual))"),
    ),
    fault(
        "a newcomer weighs as others",
        STEPS,
        ("Fraction(1) if before[0] else newcomers_weigh", "Fraction(1)"),
    ),
    fault(
        "whoever was never negative is new",
        STEPS,
        ("if before[0] else", "if before[1] else"),
    ),
    fault(
        "points count inside the window",
        FIGURE,
        (
            "where(measure.per, one_vote_each(signal.votes, readings))",
            "where(measure.per, one_vote_each(signal.votes, inside(window, readings, clocks)))",
        ),
    ),
    fault(
        "every outcome adds to the points",
        FIGURE,
        (
            "where(measure.per, one_vote_each(signal.votes, readings))",
            "where(measure.per, readings)",
        ),
    ),
    fault(
        "all negative votes are told, also those before the start",
        FIGURE,
        ("counted = where(measure.of, summed)", "counted = where(measure.of, cast)"),
    ),
)
