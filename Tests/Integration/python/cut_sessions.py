"""Sessions whose client or server is killed: they go on with everything, once."""
import signal
import subprocess
import sys
import unittest

import grpc
import partner
from partner import segment
from test_calls import product, visit
from test_sessions import Session

# What the client that is killed does: it opens, changes the product, sends two events and dies without a word.
DOOMED = """
import os, signal, sys
import partner
from partner import segment
from test_calls import product, visit
from test_sessions import SESSION, Session

session = Session(partner.stub(partner.channel()), segment=segment(), product_quantum_state=product(price="budget"))
session.send(update_context=SESSION.UpdateContext(product_quantum_state=product(price="premium")))
ids = []
for _ in range(2):
    event = visit()
    session.send(event=event)
    session.until("update")
    ids.append(event.event_id)
print(session.opened.resume_token, session.opened.session_id, *ids, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


class Cuts(unittest.TestCase):
    def setUp(self):
        self.channel = partner.channel()
        self.stub = partner.stub(self.channel)

    def tearDown(self):
        self.channel.close()

    def test_a_killed_client_finds_its_session_with_the_last_product_and_number(self):
        doomed = subprocess.run([sys.executable, "-B", "-c", DOOMED], capture_output=True, text=True, timeout=60)
        self.assertEqual(doomed.returncode, -signal.SIGKILL, doomed.stderr)
        token, session_id, *ids = doomed.stdout.split()
        asked = Session(self.stub, segment=segment(), product_quantum_state=product(price="premium"))
        again = Session(self.stub, resume_token=token)
        self.assertEqual((again.opened.session_id, again.opened.events_known), (session_id, 2))
        compared = again.opened.snapshot.quantum_compatibility
        self.assertEqual(
            set(compared.compared_dimensions), set(asked.opened.snapshot.quantum_compatibility.compared_dimensions)
        )
        again.send(event=visit())
        update, _ = again.until("update")
        self.assertEqual(update.sequence, 3)
        summary = again.close().summary
        self.assertEqual((summary.events, summary.updates), (3, 3))
        asked.close()

    def test_a_second_stream_takes_the_session_over_and_counts_what_the_first_was_sending(self):
        first = Session(self.stub, segment=segment())
        events = [visit() for _ in range(40)]
        for event in events[:20]:
            first.send(event=event)
        with partner.channel() as other:
            second = Session(partner.stub(other), resume_token=first.opened.resume_token)
            with self.assertRaises(grpc.RpcError) as ended:
                for _ in first.call:
                    pass
            self.assertEqual(ended.exception.code(), grpc.StatusCode.ABORTED)
            self.assertIn("newer stream", ended.exception.details())
            for event in events:
                second.send(event=event)
            acknowledged = set()
            while len(acknowledged) < len(events):
                ack, _ = second.until("ack")
                acknowledged.update(ack.event_ids)
            self.assertEqual(second.close().summary.events, len(events))


if __name__ == "__main__":
    unittest.main(verbosity=2)
