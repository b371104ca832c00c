"""The one place that opens adapters and puts them together: store, clock, chat, papers, language model, pages."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from bot import ending, logs
from bot.flows.base import Deps, House
from bot.flows.deliver import Deliverer
from bot.flows.prune import prune
from bot.flows.sweep import sweep
from bot.jobs import Jobs
from bot.ports import Clock, StoreUnavailable
from bot.proof import FileSigner
from bot.reading.lexicon import lexicon
from bot.settings import Settings
from bot.surfaces.discord_app import DiscordApp
from bot.surfaces.discord_chat import DiscordChat
from bot.surfaces.papers.documents import TypstDocuments
from storage import migrate
from storage.store import SqlStore

if TYPE_CHECKING:
    from bot.llm import LangchainLlm
    from bot.sandbox.server import Sandbox

log = structlog.get_logger("quasi.wiring")

SECRET_BYTES = 32
GUILDS_WITHIN_S = 2.0
"""How long discord.py waits for the next guild before it calls itself ready; a sandbox has but one."""


class Quasi:
    """One running bot: its client, its deliverer and its jobs on one store, one clock and one token."""

    def __init__(
        self,
        store: SqlStore,
        clock: Clock,
        house: House,
        documents: TypstDocuments,
        llm: LangchainLlm | None,
        settings: Settings,
        ready_within_s: float,
    ) -> None:
        self.deps = Deps(store, documents, secrets.randbits, house, llm)
        self._store = store
        self._clock = clock
        self._llm = llm
        self._keep_days = settings.keep_days
        self.client = DiscordApp(
            self.deps,
            clock,
            guild_id=settings.discord_guild_id,
            message_content=settings.message_content_intent,
            ready_within_s=ready_within_s,
        )
        chat = DiscordChat(self.client, operators_channel_id=house.log_channel_id)
        self.deliverer = Deliverer(store, chat, clock)
        self.jobs = Jobs(store, clock, self._sweep, upkeep=self._prune)
        store.listen(outbox=self.deliverer.wake, due=self.jobs.wake)
        self._tasks: list[asyncio.Task[Any]] = []

    async def start(self, token: str) -> None:
        """Connects in the background and begins to deliver and to keep time. Raises discord.LoginFailure."""
        await asyncio.to_thread(self._store.release_claims_sync)
        await self.client.login(token)
        self._tasks.append(asyncio.create_task(self.client.connect(reconnect=True), name="discord"))
        self._tasks.append(asyncio.create_task(self._deliver(), name="deliver"))
        self._tasks.append(asyncio.create_task(self._warm_up(), name="warm up"))
        self.jobs.start()

    async def run(self) -> None:
        """Returns only when the connection ends for good, with what ended it."""
        await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Ends what it started, in good time; what is in hand is found again at the next start."""
        await ending.within("jobs", self.jobs.stop())
        for task in self._tasks:
            task.cancel()
        # Closed before its task is waited for: a connection just being made may swallow being cancelled.
        if not await ending.within("discord", self.client.close()):
            await ending.within("discord's connections", self.client.http.close())
        await ending.within("tasks", _ended(self._tasks))

    def woken(self) -> None:
        """The clock has jumped: what was later may be now."""
        self.deliverer.wake()
        self.jobs.wake()

    # ---- what a simulated world asks (the sandbox's BotProbe)

    async def busy(self, last_event_seq: int) -> bool:
        """Whether anything is in hand: unread events, running handlers, messages or work that is due."""
        socket: Any = self.client.ws
        if socket is None or (socket.sequence or 0) < last_event_seq or not self.client.is_ready():
            return True
        if self.client.in_hand or self.deliverer.in_hand or self.jobs.in_hand:
            return True
        now = self._clock.now()
        try:
            return await self._store.read(
                lambda tx: tx.outbox_pending(now) > 0 or ((due := tx.next_due_at()) is not None and due <= now)
            )
        except StoreUnavailable:
            return False

    async def next_due(self) -> datetime | None:
        """The earliest instant at which there is something to do."""
        first = await self._store.read(lambda tx: [at for at in (tx.next_due_at(), tx.next_outbox_at()) if at])
        return min(first) if first else None

    async def _deliver(self) -> None:
        await self.client.wait_until_ready()
        self.deliverer.wake()
        await self.deliverer.run()

    async def _warm_up(self) -> None:
        """Loads what the first message would else wait for.

        Not the typesetter: its first paper takes but 0.07 s longer, and until then 25 MB are saved.
        """
        await self.client.wait_until_ready()
        await asyncio.to_thread(lexicon)
        if self._llm is not None:
            await self._llm.warm_up()

    async def _sweep(self) -> None:
        await sweep(self.deps, self._clock.now())

    async def _prune(self) -> None:
        await prune(self._store, self._clock.now(), self._keep_days)


async def _ended(tasks: Iterable[asyncio.Task[Any]]) -> None:
    await asyncio.gather(*tasks, return_exceptions=True)


class RealClock:
    """Real time."""

    def now(self) -> datetime:
        """Aware UTC."""
        from datetime import UTC

        return datetime.now(UTC)


async def run(settings: Settings, *, sandbox: bool, port: int | None, data_dir: Path) -> None:
    """`quasi run`: until it is told to stop."""
    logs.configure(settings.log_level)
    await asyncio.to_thread(data_dir.mkdir, parents=True, exist_ok=True)
    if sandbox:
        await _run_sandbox(settings, port or settings.web_port, data_dir)
    else:
        await _run_on_discord(settings, port or settings.web_port, data_dir)


@contextlib.asynccontextmanager
async def open_store(settings: Settings, data_dir: Path) -> AsyncIterator[SqlStore]:
    """The store, migrated where it is a file of our own."""
    url = settings.database_address(data_dir)
    if url.startswith("sqlite"):
        await asyncio.to_thread(migrate.upgrade, url)
    store = SqlStore.open(url)
    try:
        yield store
    finally:
        await ending.within("store", store.close())


@contextlib.asynccontextmanager
async def quasi_in(sandbox: Sandbox, settings: Settings, data_dir: Path) -> AsyncIterator[Quasi]:
    """A bot in a sandbox world, connected; also what the stories in the tests run on."""
    from bot import sandbox_seed
    from bot.sandbox import people

    settings = settings.model_copy(
        update={
            "discord_guild_id": people.GUILD_ID,
            "message_content_intent": True,
            "openai_api_key": settings.openai_api_key,
        }
    )
    async with open_store(settings, data_dir) as store:
        await store.transact(lambda tx: sandbox_seed.seed(tx, sandbox.clock.now()))
        house = House(
            operator_name=settings.operator_name or "Lee's agency (invented)",
            public_url=sandbox.base_url,
            operator_ids=frozenset({people.LEE.id}),
            licensing_channel_id=people.LICENSING.id,
            log_channel_id=people.LICENCE_LOG.id,
            secret=await house_secret(store),
        )
        quasi = _assemble(store, sandbox.clock, house, settings, data_dir, ready_within_s=0.05)
        mount_pages(sandbox.app, store, quasi, data_dir)
        with sandbox.point_discord_here():
            sandbox.probe = quasi
            sandbox.clock.add_listener(quasi.woken)
            try:
                await quasi.start(sandbox.token)
                yield quasi
            finally:
                sandbox.probe = None
                sandbox.clock.remove_listener(quasi.woken)
                await quasi.stop()


async def house_secret(store: SqlStore) -> bytes:
    """The seed of the negotiator's secret margins: drawn once, kept in the database, never shown (I4)."""

    def inner(tx: Any) -> str:
        kept: str | None = tx.value("house_secret")
        if kept is None:
            kept = secrets.token_hex(SECRET_BYTES)
            tx.set_value("house_secret", kept)
        return kept

    return bytes.fromhex(await store.transact(inner))


def mount_pages(app: Any, store: SqlStore, quasi: Quasi, data_dir: Path) -> None:
    """The public pages (verification, ledger head, key) beside whatever the server already serves."""
    from starlette.routing import Mount

    from bot.surfaces.web import create_app

    pages = create_app(store, quasi.deps.documents, quasi._clock, FileSigner(data_dir))
    app.router.routes = [route for route in app.router.routes if getattr(route, "name", "") != "quasi-pages"]
    app.router.routes.append(Mount("", pages, name="quasi-pages"))


def _assemble(
    store: SqlStore,
    clock: Clock,
    house: House,
    settings: Settings,
    data_dir: Path,
    ready_within_s: float = GUILDS_WITHIN_S,
) -> Quasi:
    documents = TypstDocuments(FileSigner(data_dir), public_url=house.public_url, issuer_name=house.operator_name)
    return Quasi(store, clock, house, documents, _language_model(store, clock, settings), settings, ready_within_s)


def _language_model(store: SqlStore, clock: Clock, settings: Settings) -> LangchainLlm | None:
    if not settings.llm_wanted:
        return None
    from bot.llm import open_llm

    async def record(call: Any) -> None:
        await store.transact(lambda tx: tx.record_llm_call(call))

    async def spent(since: datetime, brand_id: str | None) -> int:
        return await store.read(lambda tx: tx.llm_spent_micro_usd(since, brand_id))

    return open_llm(settings, clock, record, spent)


async def _run_sandbox(settings: Settings, port: int, data_dir: Path) -> None:
    from bot.sandbox.server import Sandbox

    sandbox = Sandbox(data_dir, port=port)
    await sandbox.start()
    try:
        async with quasi_in(sandbox, settings, data_dir) as quasi:
            print(f"Quasi's sandbox is open at {sandbox.base_url}", flush=True)
            print("Everyone in it is invented. What happens is kept in the data folder. Ctrl+C ends it.", flush=True)
            await _until_told_to_stop(quasi)
    finally:
        await sandbox.stop()


async def _run_on_discord(settings: Settings, port: int, data_dir: Path) -> None:
    assert settings.discord_token is not None, "doctor refuses a start without a token"
    async with open_store(settings, data_dir) as store:
        house = House(
            operator_name=settings.operator_name,
            public_url=settings.public_address(),
            operator_ids=frozenset(settings.operator_ids),
            licensing_channel_id=settings.licensing_channel_id,
            log_channel_id=settings.log_channel_id,
            secret=await house_secret(store),
        )
        quasi = _assemble(store, RealClock(), house, settings, data_dir)
        serving = asyncio.create_task(_serve_pages(store, quasi, settings, port, data_dir))
        try:
            await quasi.start(settings.discord_token.get_secret_value())
            await _until_told_to_stop(quasi)
        finally:
            await quasi.stop()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def _serve_pages(store: SqlStore, quasi: Quasi, settings: Settings, port: int, data_dir: Path) -> None:
    import uvicorn

    from bot.surfaces.web import create_app

    app = create_app(store, quasi.deps.documents, RealClock(), FileSigner(data_dir))
    server = uvicorn.Server(uvicorn.Config(app, host=settings.web_host, port=port, log_config=None, lifespan="off"))
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
    await server.serve()


async def _until_told_to_stop(quasi: Quasi) -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    running, waiting = asyncio.create_task(quasi.run()), asyncio.create_task(told.wait())
    done, pending = await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    ending.process_within(code=1 if running in done else 0)
    if running in done:
        await running
