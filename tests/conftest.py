"""Hypothesis draws the same examples on every machine and every day; a search draws others.

`python3 dev.py test --hypothesis-profile=search tests/laws` looks further than the tests do.
"""

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None, max_examples=5_000)
settings.load_profile("house")
