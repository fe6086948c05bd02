"""Many idle sessions: what each costs the server in memory, and that it comes back."""
import asyncio
import os
import time
import unittest

import grpc
import partner
from partner import SERVICE, key, segment
from test_sessions import SESSION

PID = int(os.environ["SPOTS_PID"])
SESSIONS, CONNECTIONS = 2_000, 20


def resident():
    """Resident memory of the server in KB."""
    with open(f"/proc/{PID}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def channel(number):
    """A channel with a connection of its own."""
    return grpc.aio.secure_channel(
        partner.ENDPOINT,
        grpc.ssl_channel_credentials(root_certificates=partner.CA),
        options=[("grpc.ssl_target_name_override", "localhost"), ("spots.number", number)],
    )


async def live(over, opened, end):
    """Opens a session and leaves it idle until the end."""
    call = SERVICE.EnrichmentServiceStub(over).EnrichRealTime(metadata=key())
    await call.write(SESSION.EnrichRealTimeRequest(open=SESSION.Open(segment=segment())))
    await call.read()
    opened.append(call)
    await end.wait()
    call.cancel()


async def hold(sessions, connections):
    """Resident memory while so many sessions are idle."""
    channels = [channel(number) for number in range(connections)]
    opened, end = [], asyncio.Event()
    lives = [asyncio.create_task(live(channels[i % connections], opened, end)) for i in range(sessions)]
    while len(opened) < sessions:
        await asyncio.sleep(0.05)
        assert not any(task.done() and task.exception() for task in lives)
    idle = resident()
    end.set()
    await asyncio.gather(*lives)
    for each in channels:
        await each.close()
    return idle


class IdleSessions(unittest.TestCase):
    def test_an_idle_session_costs_little_and_its_memory_comes_back(self):
        # What the first session makes is kept for all: answers, tables, threads.
        asyncio.run(hold(1, 1))
        before = resident()
        idle = asyncio.run(hold(SESSIONS, CONNECTIONS))
        # 10,000 in 400 MB is what a release build owes; frames of a debug build, which this is, are larger.
        self.assertLess((idle - before) / SESSIONS, 46)
        end = time.time() + 60
        while resident() - before > (idle - before) / 2 and time.time() < end:
            time.sleep(0.2)
        self.assertLessEqual(resident() - before, (idle - before) / 2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
