"""Real-time sessions: acknowledged, updated, resumed."""
import queue
import unittest
import uuid

import partner
from partner import PB, key, segment
from test_calls import product, visit

SESSION = PB["session"]


class Session:
    """A session whose requests are sent one by one."""

    def __init__(self, stub, **fields):
        self.requests = queue.Queue()
        self.call = stub.EnrichRealTime(iter(self.requests.get, None), metadata=key(), timeout=30)
        self.send(open=SESSION.Open(**fields))
        self.opened = next(self.call).opened

    def send(self, **body):
        self.requests.put(SESSION.EnrichRealTimeRequest(**body))

    def until(self, kind):
        """The next message of that kind; what comes before it is returned too."""
        before = []
        for reply in self.call:
            if reply.WhichOneof("body") == kind:
                return getattr(reply, kind), before
            before.append(reply)
        raise AssertionError(f"the stream ended without {kind}")

    def close(self):
        self.send(close=SESSION.Close())
        closed, _ = self.until("closed")
        self.requests.put(None)
        return closed


class Sessions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = partner.channel()
        cls.stub = partner.stub(cls.channel)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()

    def test_an_event_is_acknowledged_and_moves_the_view(self):
        session = Session(self.stub, segment=segment(), product_quantum_state=product())
        before = session.opened.snapshot.real_world_behavior.exploration_tendency.value
        event = visit()
        session.send(event=event)
        ack, _ = session.until("ack")
        self.assertEqual(list(ack.event_ids), [event.event_id])
        update, _ = session.until("update")
        self.assertEqual(update.sequence, 1)
        self.assertEqual(list(update.cause_event_ids), [event.event_id])
        adjusted = update.changed.real_world_behavior.exploration_tendency
        self.assertTrue(adjusted.session_adjusted)
        self.assertAlmostEqual(adjusted.value, (20 * before + 1) / 21, delta=0.002)
        self.assertEqual(session.close().summary.events, 1)

    def test_a_cut_session_resumes_with_nothing_lost_or_doubled(self):
        session = Session(self.stub, segment=segment())
        first, second = visit(), visit("culture")
        session.send(event=first)
        session.until("update")
        session.call.cancel()
        again = Session(self.stub, resume_token=session.opened.resume_token)
        self.assertTrue(again.opened.resumed)
        self.assertEqual(again.opened.session_id, session.opened.session_id)
        self.assertEqual(again.opened.events_known, 1)
        again.send(event=first)
        ack, _ = again.until("ack")
        self.assertEqual(list(ack.duplicate_event_ids), [first.event_id])
        again.send(event=second)
        again.until("update")
        summary = again.close().summary
        self.assertEqual((summary.events, summary.duplicates), (2, 1))

    def test_updates_coalesce_within_the_interval(self):
        session = Session(self.stub, segment=segment(), min_interval_ms=300)
        events = [visit() for _ in range(8)]
        for event in events:
            session.send(event=event)
        causes, updates = [], 0
        while len(causes) < len(events):
            update, _ = session.until("update")
            causes += update.cause_event_ids
            updates += 1
        self.assertEqual(sorted(causes), sorted(e.event_id for e in events))
        self.assertLess(updates, len(events))
        session.close()

    def test_the_first_message_must_open(self):
        import grpc

        call = self.stub.EnrichRealTime(
            iter([SESSION.EnrichRealTimeRequest(event=visit())]), metadata=key(), timeout=10
        )
        with self.assertRaises(grpc.RpcError) as failed:
            list(call)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_an_unknown_token_is_not_found(self):
        import grpc

        with self.assertRaises(grpc.RpcError) as failed:
            Session(self.stub, resume_token=uuid.uuid4().hex)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.NOT_FOUND)


if __name__ == "__main__":
    unittest.main(verbosity=2)
