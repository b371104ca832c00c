"""`python -m bot.sandbox --port N --data DIR [--echo]`: the world alone, or with a small demo bot in it."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from bot.sandbox.server import Sandbox


async def _run(port: int, data: Path, echo: bool) -> None:
    sandbox = Sandbox(data, port=port)
    await sandbox.start()
    print(f"The sandbox world is at {sandbox.base_url}/", flush=True)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with sandbox.point_discord_here():
        if echo:
            from bot.sandbox.echo_bot import EchoBot

            bot = EchoBot()
            task = asyncio.create_task(bot.start(sandbox.token))
            sandbox.probe = bot.probe
        await stop.wait()
        if echo:
            await bot.close()
            with contextlib.suppress(asyncio.CancelledError):
                await task
    await sandbox.stop()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--echo", action="store_true", help="with a small demo bot")
    given = parser.parse_args()
    asyncio.run(_run(given.port, given.data, given.echo))


if __name__ == "__main__":
    main()
