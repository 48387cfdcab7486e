"""The form versions we ship, as data: `classic` and `simple`, and the freelancer's mirror of each.

The classic categories and its two private questions are those of a large freelance marketplace up
to 2025; the concerns by dimension are ours, so that a client can say privately what was wrong.
"""

from goodstanding.core.contract import Side
from goodstanding.core.feedback.form import Audience, Choice, Form, Item, Kind
from goodstanding.core.words import Dimension, Refusal, did_you_mean

CLIENT_END_REASONS = (
    Choice(name="completed", says="The work was completed"),
    Choice(name="no_longer_needed", says="The work is no longer needed"),
    Choice(name="mutual", says="We both agreed to end it"),
    Choice(name="safety_exit", says="I ended it for my safety"),
    Choice(
        name="skills_not_as_stated",
        says="The skills were not as stated",
        adverse=True,
        dimension=Dimension.SKILLS,
    ),
    Choice(
        name="experience_not_as_stated",
        says="The experience was not as stated",
        adverse=True,
        dimension=Dimension.EXPERIENCE,
    ),
    Choice(
        name="freelancer_unavailable",
        says="The freelancer was not available",
        adverse=True,
        dimension=Dimension.AVAILABILITY,
    ),
    Choice(
        name="poor_performance",
        says="The work was not good enough or late",
        adverse=True,
        dimension=Dimension.PERFORMANCE,
    ),
    Choice(name="other", says="Another reason"),
)

FREELANCER_END_REASONS = (
    Choice(name="completed", says="The work was completed"),
    Choice(name="no_longer_needed", says="The work is no longer needed"),
    Choice(name="mutual", says="We both agreed to end it"),
    Choice(name="safety_exit", says="I ended it for my safety"),
    Choice(name="client_unresponsive", says="The client did not respond", adverse=True),
    Choice(name="unsuccessful", says="It was completed without success", adverse=True),
    Choice(name="other", says="Another reason"),
)


def _stars(name: str, asks: str, dimension: Dimension | None = None) -> Item:
    return Item(
        name=name, asks=asks, kind=Kind.STARS, audience=Audience.PUBLIC, dimension=dimension
    )


def _concern(dimension: Dimension, asks: str) -> Item:
    return Item(
        name=f"concern_{dimension}",
        asks=asks,
        kind=Kind.YES_NO,
        audience=Audience.PLATFORM,
        dimension=dimension,
    )


def _words(name: str, asks: str, audience: Audience) -> Item:
    return Item(name=name, asks=asks, kind=Kind.WORDS, audience=audience)


OVERALL = Item(
    name="overall",
    asks="Overall, how did it go?",
    kind=Kind.STARS,
    audience=Audience.PUBLIC,
    required=True,
)
COMMENT = _words("comment", "Your review", Audience.PUBLIC)
RECOMMEND = Item(
    name="recommend",
    asks="How likely are you to recommend them?",
    kind=Kind.SCALE,
    audience=Audience.PLATFORM,
)
NOTE = _words("note", "Anything the platform should know?", Audience.PLATFORM)
NOTE_TO_OTHER = _words("note_to_recipient", "A private note to them", Audience.RECIPIENT)


def _end_reason(choices: tuple[Choice, ...]) -> Item:
    return Item(
        name="end_reason",
        asks="Why did the contract end?",
        kind=Kind.CHOICE,
        audience=Audience.PLATFORM,
        choices=choices,
    )


CLASSIC = Form(
    name="classic",
    author=Side.CLIENT,
    items=(
        _stars("stars_skills", "Skills", Dimension.SKILLS),
        _stars("stars_quality", "Quality of the work", Dimension.PERFORMANCE),
        _stars("stars_availability", "Availability", Dimension.AVAILABILITY),
        _stars("stars_schedule", "Keeping to the schedule", Dimension.PERFORMANCE),
        _stars("stars_communication", "Communication", Dimension.PERFORMANCE),
        _stars("stars_cooperation", "Cooperation", Dimension.PERFORMANCE),
        OVERALL,
        COMMENT,
        _end_reason(CLIENT_END_REASONS),
        RECOMMEND,
        _concern(Dimension.SKILLS, "Their skills were not as stated"),
        _concern(Dimension.EXPERIENCE, "Their experience was not as stated"),
        _concern(Dimension.AVAILABILITY, "They were not available as agreed"),
        _concern(Dimension.PERFORMANCE, "The work was not as agreed"),
        NOTE,
    ),
)

SIMPLE = Form(name="simple", author=Side.CLIENT, items=(OVERALL, COMMENT, NOTE_TO_OTHER))

CLASSIC_MIRROR = Form(
    name="classic",
    author=Side.FREELANCER,
    items=(
        _stars("stars_skills", "Knowing what they want"),
        _stars("stars_quality", "Quality of the brief"),
        _stars("stars_availability", "Availability"),
        _stars("stars_schedule", "Keeping to the schedule"),
        _stars("stars_communication", "Communication"),
        _stars("stars_cooperation", "Cooperation"),
        OVERALL,
        COMMENT,
        _end_reason(FREELANCER_END_REASONS),
        RECOMMEND,
        NOTE,
    ),
)

SIMPLE_MIRROR = Form(name="simple", author=Side.FREELANCER, items=(OVERALL, COMMENT, NOTE_TO_OTHER))

FORMS = (CLASSIC, SIMPLE, CLASSIC_MIRROR, SIMPLE_MIRROR)


def form_for(name: str, author: Side) -> Form:
    """The form of that name for that author.

    Raises:
        Refusal: no form has the name.
    """
    for form in FORMS:
        if form.name == name and form.author is author:
            return form
    raise Refusal(
        "unknown-form",
        f"no form is called `{name}`",
        cure=did_you_mean(name, {form.name for form in FORMS}),
    )
