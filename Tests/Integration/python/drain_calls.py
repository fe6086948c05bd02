"""A server that is asked to stop: open sessions are told, and end with UNAVAILABLE at the bound."""
import os
import signal
import unittest

import grpc
import partner
from partner import segment
from test_sessions import SESSION, Session


class Drain(unittest.TestCase):
    def test_an_open_session_is_told_and_ends_unavailable(self):
        with partner.channel() as channel:
            session = Session(partner.stub(channel), segment=segment())
            os.kill(int(os.environ["SPOTS_PID"]), signal.SIGTERM)
            notice, _ = session.until("notice")
            self.assertEqual(notice.kind, SESSION.NOTICE_KIND_DRAINING)
            with self.assertRaises(grpc.RpcError) as ended:
                for _ in session.call:
                    pass
            self.assertEqual(ended.exception.code(), grpc.StatusCode.UNAVAILABLE)
            with self.assertRaises(grpc.RpcError) as refused:
                Session(partner.stub(channel), segment=segment())
            self.assertEqual(refused.exception.code(), grpc.StatusCode.UNAVAILABLE)


if __name__ == "__main__":
    unittest.main(verbosity=2)
