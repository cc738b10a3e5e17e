"""Many readers at once: each opens a page, reads it for a while, and opens the next one; they keep their connections.

A process of its own, loopback only, bounded in readers and seconds: `python -m tests.benchmarks.readers PLAN`, where
PLAN is a JSON file {"port", "host", "seconds", "warm", "groups": [{"name", "readers", "think", "addresses", "skew",
"cookies"}]}.
The nth address of a group is opened in proportion to 1 / (n + 1) ** skew, as pages of a site are: some by many, most by
few. Each reader of a group waits `think` seconds on average between an answer and the next page; the first `warm`
seconds are not counted. Prints JSON: [[kind, when it was asked (seconds since 1970), seconds until the answer, problem or ""]], where
kind is the name of the group, with " from memory" where the answer says so (Cache-Status). `summed_up` makes figures of it.
"""

import asyncio
import json
import random
import sys
import time
from itertools import accumulate
from pathlib import Path

MOST_READERS, MOST_SECONDS, PATIENCE = 2_000, 3 * 3600, 30


class Reader:
    def __init__(self, plan, group, number, told):
        self.plan, self.group, self.told = plan, group, told
        self.draw = random.Random(f"{group['name']} {number}")
        self.weights = list(accumulate(1 / (n + 1) ** group["skew"] for n in range(len(group["addresses"]))))
        cookies = group.get("cookies") or [""]
        self.cookie = cookies[number % len(cookies)]
        self.connection = None
        self.warm_until = time.perf_counter() + plan.get("warm", 0)

    async def read_until(self, end):
        await asyncio.sleep(self.draw.uniform(0, self.group["think"]))
        while time.perf_counter() < end:
            address = self.draw.choices(self.group["addresses"], cum_weights=self.weights)[0]
            asked, started = time.time(), time.perf_counter()
            try:
                status, head = await asyncio.wait_for(self._get(address), PATIENCE)
                problem = "" if status in (200, 304) else f"{status} {address}"
            except (TimeoutError, OSError, EOFError, ValueError) as error:
                status, head, problem = 0, b"", f"{type(error).__name__} {address}"
                self._hang_up()
            kind = self.group["name"] + (" from memory" if b"; hit" in head else "")
            if started >= self.warm_until:
                self.told.append((kind, asked, time.perf_counter() - started, problem))
            pause = self.draw.expovariate(1 / self.group["think"])
            if time.perf_counter() + pause >= end:
                break
            await asyncio.sleep(pause)
        self._hang_up()

    async def _get(self, address):
        """(status, head). As browsers do, it asks again where the server had closed the kept connection meanwhile."""
        kept = self.connection is not None
        try:
            return await self._ask(address)
        except asyncio.IncompleteReadError as closed:
            if not kept or closed.partial:
                raise
        except ConnectionError:
            if not kept:
                raise
        self._hang_up()
        return await self._ask(address)

    async def _ask(self, address):
        if not self.connection:
            self.connection = await asyncio.open_connection("127.0.0.1", self.plan["port"])
        reader, writer = self.connection
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        writer.write(
            f"GET {address} HTTP/1.1\r\nHost: {self.plan['host']}\r\nX-Forwarded-Proto: https\r\n"
            f"X-Forwarded-For: 192.0.2.1\r\n{cookie}\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        if b"content-length:" in head:
            await reader.readexactly(int(head.split(b"content-length:")[1].split(b"\r\n")[0]))
        elif b"chunked" in head:
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readuntil(b"\r\n")
        return status, head

    def _hang_up(self):
        if self.connection:
            self.connection[1].close()
            self.connection = None


async def read(plan):
    """[(kind, when asked, seconds, problem or "")] of every answer."""
    told, end = [], time.perf_counter() + min(plan["seconds"], MOST_SECONDS)
    readers = [Reader(plan, group, n, told) for group in plan["groups"] for n in range(group["readers"])]
    assert len(readers) <= MOST_READERS
    await asyncio.gather(*(reader.read_until(end) for reader in readers))
    return told


def summed_up(told):
    """{kind: {"answers", "errors", "p50", "p95", "longest", "problems"}}, times in milliseconds."""
    found = {}
    for kind in sorted({answer[0] for answer in told}):
        seconds = sorted(s for k, _asked, s, problem in told if k == kind and not problem)
        problems = [problem for k, _asked, _s, problem in told if k == kind and problem]
        at = lambda share, seconds=seconds: seconds[int(share * (len(seconds) - 1))] if seconds else 0  # noqa: E731
        found[kind] = {
            "answers": len(seconds),
            "errors": len(problems),
            "p50": round(1000 * at(0.5)),
            "p95": round(1000 * at(0.95)),
            "longest": round(1000 * at(1)),
            "problems": problems[:3],
        }
    return found


if __name__ == "__main__":
    print(json.dumps(asyncio.run(read(json.loads(Path(sys.argv[1]).read_text())))))
