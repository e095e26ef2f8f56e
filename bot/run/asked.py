"""Where to ask how it is: `/healthz`, `/healthz/live`, `/healthz/ready` and `/metrics`."""

from __future__ import annotations

from aiohttp import web

from bot.run.health import Watcher


def routes(watcher: Watcher) -> list[web.RouteDef]:
    """What is served."""

    async def live(_: web.Request) -> web.Response:
        return web.Response(text="live\n")

    async def ready(_: web.Request) -> web.Response:
        found = await watcher.look()
        return web.Response(text=f"{'ready' if found.ready else found.words}\n", status=200 if found.ready else 503)

    async def health(_: web.Request) -> web.Response:
        found = await watcher.look()
        body = {"status": found.words, "live": True, "ready": found.ready, "why": list(found.reasons)}
        return web.json_response(body, status=200 if found.ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        from bot.run.metrics import CONTENT_TYPE, exposition  # its library is slow to load, and most never ask

        return web.Response(body=exposition(watcher.house.tally, await watcher.look()), headers={"Content-Type": CONTENT_TYPE})

    served = {"/healthz": health, "/healthz/live": live, "/healthz/ready": ready, "/metrics": metrics}
    return [web.get(path, handler) for path, handler in served.items()]
