"""The mistakes that a judge is likeliest to make, each as a change of a few words."""

from tests.laws.planting import CASTING, EVALUATION, EVIDENCE, FIGURE, VERDICT, WORDS, fault

INSIDE = "start_at < clock(each.evidence, anchor) <= end_at"
END = "end_at = as_of - timedelta(days=window.lag_days)"
DAYS = "start_at = end_at - timedelta(days=window.days)"
MONTHS = "start_at = add_months(end_at, -window.months)"
OF_DAYS = "if isinstance(window, RollingDays) else as_of"
OF_MONTHS = "if isinstance(window, RollingMonths) else as_of"
RATED_VOTES = "rated = [reading for reading in own if reading.rated] or own"
WORST = "return ([reading for reading in rated if reading.negative] or rated)[-1]"
BEFORE_VOTES = """within = inside(window, readings, clocks)
    cast = one_vote_each(signal.votes, within)"""
SHARE = """case Share():
            divided = _latest(window, where(measure.per, cast))"""
NET_SHARE = """case NetShare():
            divided = _latest(window, where(measure.per, cast))"""
ENOUGH = "return len(divided) >= sample.votes and len(groups) >= sample.client_groups"
READ_ALL = "readings = tuple(read(policy, each) for each in known if each.id not in set_aside)"

OF_TIME = (
    fault("the start of a window is in it", CASTING, (INSIDE, INSIDE.replace("<", "<=", 1))),
    fault("the end of a window is out of it", CASTING, (INSIDE, INSIDE.replace("<= end", "< end"))),
    fault(
        "a month is thirty days",
        CASTING,
        (
            "start_at = add_months(end_at, -window.months)",
            "start_at = end_at - timedelta(days=30 * window.months)",
        ),
    ),
    fault(
        "a day that a month lacks runs on into the next",
        WORDS,
        (
            "return from_at.replace(year=years, month=month + 1, day=day)",
            "begun_at = from_at.replace(year=years, month=month + 1, day=1)\n"
            "    return begun_at + timedelta(days=from_at.day - 1)",
        ),
    ),
    fault("months lose their day", WORDS, ("min(from_at.day, ", "min(28, ")),
    fault(
        "a lag in days points forward",
        CASTING,
        (END, f"{END} {OF_MONTHS} + timedelta(days=window.lag_days)"),
    ),
    fault(
        "a lag in months points forward",
        CASTING,
        (END, f"{END} {OF_DAYS} + timedelta(days=window.lag_days)"),
    ),
    fault(
        "a lag moves only the end of a window",
        CASTING,
        (DAYS, DAYS.replace("end_at -", "as_of -")),
    ),
    fault(
        "months are counted back before the lag",
        CASTING,
        (
            MONTHS,
            "start_at = add_months(as_of, -window.months) - timedelta(days=window.lag_days)",
        ),
    ),
    fault(
        "every window runs on the first clock",
        CASTING,
        (
            "return evidence.occurred_at if anchor is Anchor.OCCURRED_AT else evidence.received_at",
            "return evidence.occurred_at",
        ),
    ),
)
OF_CHOICE = (
    fault("the last votes are the first", FIGURE, ("cast[-window.last :]", "cast[: window.last]")),
    fault("the last votes are one more", FIGURE, ("-window.last :]", "-window.last - 1 :]")),
    fault(
        "the last votes are counted before what is divided by",
        FIGURE,
        (
            SHARE,
            SHARE.replace(
                "_latest(window, where(measure.per, cast))",
                "where(measure.per, _latest(window, cast))",
            ),
        ),
    ),
    fault("so many outcomes are not yet busy", FIGURE, (">= window.at_least", "> window.at_least")),
    fault(
        "the busy are told by their votes",
        FIGURE,
        (
            "busy = len(inside(window.within, readings, (as_of, anchor)))",
            "busy = len(one_vote_each(signal.votes, "
            "inside(window.within, readings, (as_of, anchor))))",
        ),
    ),
    fault(
        "the busy are told by rated outcomes",
        FIGURE,
        (
            "busy = len(inside(window.within, readings, (as_of, anchor)))",
            "busy = sum(one.rated for one in inside(window.within, readings, (as_of, anchor)))",
        ),
    ),
)
OF_BEST = (
    fault(
        "the best of several windows is the worst", FIGURE, ("choose = min if", "choose = max if")
    ),
    fault(
        "a window without a figure is nought among the best",
        FIGURE,
        (
            "told = [figure for figure in figures if figure.value is not None]",
            "told = list(figures)",
        ),
    ),
)
OF_KNOWING = (
    fault(
        "evidence is known a moment after it was received",
        EVIDENCE,
        ("self.received_at > as_of", "self.received_at >= as_of"),
    ),
    fault(
        "evidence is known when it occurred",
        EVIDENCE,
        ("self.occurred_at > as_of or self.received_at > as_of", "self.occurred_at > as_of"),
    ),
    fault(
        "evidence still counts as it is superseded",
        EVIDENCE,
        ("as_of < self.superseded_at", "as_of <= self.superseded_at"),
    ),
    fault(
        "evidence counts although it was superseded",
        EVIDENCE,
        ("return self.superseded_at is None or as_of < self.superseded_at", "return True"),
    ),
    fault(
        "whatever is ever superseded never counted",
        EVIDENCE,
        (
            "return self.superseded_at is None or as_of < self.superseded_at",
            "return self.superseded_at is None",
        ),
    ),
    fault(
        "everybody is judged by everybody's evidence",
        VERDICT,
        ("if each.subject == subject and each.known_at(as_of)", "if each.known_at(as_of)"),
    ),
    fault(
        "nothing is left out",
        VERDICT,
        (
            "(left := _left_out(policy, each)) is not None",
            "(left := _left_out(policy, each)) is True",
        ),
    ),
    fault(
        "what is left out votes first",
        VERDICT,
        (
            "import Reading, clock",
            "import Reading, clock, one_vote_each",
        ),
        (
            READ_ALL,
            "readings = tuple(one for one in one_vote_each(policy.signals[0].votes, "
            "[read(policy, each) for each in known]) if one.evidence.id not in set_aside)",
        ),
    ),
    fault(
        "what is left out makes the silent",
        VERDICT,
        (
            READ_ALL,
            "from dataclasses import replace\n"
            "    readings = tuple(read(policy, replace(each, items={}) "
            "if each.id in set_aside else each) for each in known)",
        ),
    ),
    fault(
        "evidence is read in the order of its arrival",
        VERDICT,
        ("known = sorted(of_subject, key=partial(order_of, policy.anchor))", "known = of_subject"),
    ),
    fault(
        "ties on time go by the order of arrival",
        VERDICT,
        ("key=partial(order_of, policy.anchor)", "key=lambda each: clock(each, policy.anchor)"),
    ),
)
OF_VOTES = (
    fault(
        "an account is a client group",
        CASTING,
        ("return evidence.client_group", "return evidence.client"),
    ),
    fault(
        "a contract is a client", CASTING, ("evidence.contract or evidence.id", "evidence.client")
    ),
    fault(
        "everybody votes before the window opens",
        FIGURE,
        (
            BEFORE_VOTES,
            "cast = inside(window, one_vote_each(signal.votes, readings), clocks)\n"
            "    within = inside(window, readings, clocks)",
        ),
    ),
    fault(
        "every outcome is a vote",
        FIGURE,
        ("cast = one_vote_each(signal.votes, within)", "cast = within"),
    ),
    fault(
        "different voters are counted among the votes",
        FIGURE,
        ("counted = where(measure.of, within)", "counted = where(measure.of, cast)"),
    ),
)
OF_KEEPING = (
    fault("first is latest", CASTING, ("return rated[0]", "return rated[-1]")),
    fault("latest is first", CASTING, ("return rated[-1]", "return rated[0]")),
    fault("the worst is the latest", CASTING, (WORST, "return rated[-1]")),
    fault("the worst is the earliest negative", CASTING, (WORST, WORST.replace("[-1]", "[0]"))),
    fault("the silent vote as the others", CASTING, (RATED_VOTES, "rated = own")),
    fault(
        "the silent vote first",
        CASTING,
        (RATED_VOTES, "rated = [reading for reading in own if not reading.rated] or own"),
    ),
)
OF_MEASURES = (
    fault(
        "a share divides by every vote",
        FIGURE,
        (SHARE, SHARE.replace("where(measure.per, cast)", "cast")),
    ),
    fault(
        "a net share divides by every vote",
        FIGURE,
        (NET_SHARE, NET_SHARE.replace("where(measure.per, cast)", "cast")),
    ),
    fault(
        "what is not divided by is counted",
        FIGURE,
        (
            "return is_true(measure.of, reading)\n        case NetShare",
            "return True\n        case NetShare",
        ),
    ),
    fault(
        "a net share takes nothing away",
        FIGURE,
        ("Fraction(good - is_true(measure.minus, reading))", "Fraction(good)"),
    ),
    fault(
        "a number that nobody gave is nought in a mean",
        FIGURE,
        ("if reading.evidence.items.get(measure.of) is not None", "if True"),
        (
            "value = reading.evidence.items[measure.of]",
            "value = reading.evidence.items.get(measure.of, 0)",
        ),
    ),
    fault(
        "a step begins after its value",
        FIGURE,
        ("Fraction(value) >= start", "Fraction(value) > start"),
    ),
    fault(
        "an unknown weight is the highest", FIGURE, ("weight.steps[0][1]", "weight.steps[-1][1]")
    ),
    fault(
        "weights are not divided by",
        FIGURE,
        ("total = sum(weights.values())", "total = len(weights)"),
    ),
    fault(
        "nothing of nothing is nought",
        FIGURE,
        ("value: Value = None\n", "value: Value = Fraction(0)\n"),
    ),
)
OF_SAMPLES = (
    fault("the least sample is not enough", FIGURE, (ENOUGH, ENOUGH.replace(">=", ">", 1))),
    fault(
        "the least number of groups is not enough",
        FIGURE,
        (ENOUGH, ENOUGH.replace(">= sample.client_groups", "> sample.client_groups > 0")),
    ),
    fault(
        "accounts are enough where groups are asked for",
        FIGURE,
        ("{reading.evidence.client_group for", "{reading.evidence.client for"),
    ),
    fault("no sample is too small", FIGURE, (ENOUGH, "return True")),
)
OF_ROUNDING = (
    fault("nothing is ever rounded", FIGURE, ("if to is None:\n", "if True:\n")),
    fault("a half goes down", FIGURE, ("more = rest >= HALF", "more = rest > HALF")),
    fault("a half goes to the odd", FIGURE, ("whole % 2 == 1", "whole % 2 == 0")),
    fault(
        "below nought everything is rounded down",
        FIGURE,
        (
            "return size if value >= 0 else -size",
            "return size if value >= 0 else -(whole + (rest > 0)) * quantum",
        ),
    ),
    fault("rounded is what was to be rounded up", FIGURE, ("more = rest > 0\n", "more = False\n")),
)
OF_LOGIC = (
    fault(
        "`and` is unknown as soon as a part is",
        EVALUATION,
        (
            "if any(value is False for value in values):\n        return False\n    return None",
            "if None in values:\n        return None\n    return all(values)\n    return None",
        ),
    ),
    fault(
        "`or` is unknown as soon as a part is",
        EVALUATION,
        (
            "if any(value is True for value in values):\n        return True\n    return None",
            "if None in values:\n        return None\n    return any(values)\n    return None",
        ),
    ),
    fault(
        "`and` overlooks what is unknown",
        EVALUATION,
        ("return None if None in values else True", "return True"),
    ),
    fault(
        "`or` overlooks what is unknown",
        EVALUATION,
        ("return None if None in values else False", "return False"),
    ),
    fault(
        "not unknown is true",
        EVALUATION,
        ("return None if inner is None else not inner", "return not inner"),
    ),
    fault(
        "compared with the unknown everything is false",
        EVALUATION,
        (
            "if left is None or right is None:\n                return None",
            "if left is None or right is None:\n                return False",
        ),
    ),
    fault(
        "the unknown is among no choices",
        EVALUATION,
        (
            "if value is None:\n        return None",
            "if value is None:\n        return expression.negated",
        ),
    ),
    fault(
        "`not in` is `in`",
        EVALUATION,
        ("(_exact(value) in choices) is not expression.negated", "_exact(value) in choices"),
    ),
    fault("known is unknown", EVALUATION, ("is None) is not expression.negated", "is None)")),
    fault("the least is the greatest", EVALUATION, ('== "min"', '== "max"')),
    fault(
        "the least of the known is unknown beside the unknown",
        EVALUATION,
        ("if not numbers:", "if None in values:"),
    ),
    fault(
        "what is not false holds",
        EVALUATION,
        ("value_of(condition.root, known) is True", "value_of(condition.root, known) is not False"),
    ),
    fault("less is at most", EVALUATION, ('"<": lt', '"<": le')),
    fault("at least is more", EVALUATION, ('">=": ge', '">=": gt')),
    fault("equal is unequal", EVALUATION, ('"!=": ne', '"!=": eq')),
    fault(
        "what is silent is not negative",
        CASTING,
        ('"negative": reading.negative if reading.rated else None', '"negative": reading.negative'),
    ),
    fault(
        "whoever said anything has rated",
        VERDICT,
        (
            "rated=any(name in items for clause in policy.negative for name in clause.when.reads)",
            "rated=bool(items)",
        ),
    ),
    fault(
        "an outcome is negative when every clause is true",
        VERDICT,
        ("negative=bool(true)", "negative=len(true) == len(policy.negative)"),
    ),
    fault(
        "the mildest rung that is reached is the verdict",
        VERDICT,
        ("for test in reversed(tests) if", "for test in tests if"),
    ),
)
