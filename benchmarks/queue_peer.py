"""A number of jobs becomes the seconds that procrastinate needs for them.

    python benchmarks/queue_peer.py URL COUNT

It needs nothing of ours, so that the peer lives in an environment of its own.
"""

import asyncio
import sys
from collections.abc import Sequence
from time import perf_counter

import procrastinate


async def drained(url: str, count: int) -> float:
    """Seconds for so many jobs that do nothing, put there before the clock starts."""
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=url))

    @app.task(name="nothing")  # type: ignore[untyped-decorator, unused-ignore] # typed where installed
    async def nothing(number: int) -> None:
        del number

    async with app.open_async():
        if not await app.check_connection_async():
            await app.schema_manager.apply_schema_async()
        await nothing.batch_defer_async(*({"number": number} for number in range(count)))
        begun = perf_counter()
        await app.run_worker_async(wait=False, concurrency=20, install_signal_handlers=False)
        return perf_counter() - begun


def main(words: Sequence[str]) -> None:
    """Prints the seconds."""
    print(asyncio.run(drained(words[0], int(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
