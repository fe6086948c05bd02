"""A partner's customer who stands for a person of SPOTS: what is kept of them, and what is told of it."""
import importlib
import os
import sqlite3
import unittest

import partner
from partner import key, segment
from test_calls import EVENTS, visit
from test_sessions import Session

CONSENT = importlib.import_module("spots.consent.v1.consent_pb2")
CONSENT_SERVICE = importlib.import_module("spots.consent.v1.consent_pb2_grpc")
APPLICATION = key(os.environ["SPOTS_APPLICATION_KEY"])
PERSON, CUSTOMER = os.environ["SPOTS_PERSON"], os.environ["SPOTS_CUSTOMER"]


class LinkedCustomers(unittest.TestCase):
    def setUp(self):
        self.partner, self.application = partner.channel(), partner.channel()
        self.stub = partner.stub(self.partner)
        self.consent = CONSENT_SERVICE.ConsentServiceStub(self.application)

    def tearDown(self):
        self.partner.close()
        self.application.close()

    def rows(self):
        """Rows of everybody in the region that is there for this test alone."""
        with sqlite3.connect(f"file:{os.environ['SPOTS_DATABASE']}?mode=ro", uri=True) as store:
            return store.execute(
                "SELECT count(*) FROM user_actions JOIN agents USING (agent_no) JOIN regions USING (region_no) "
                "WHERE region_id = 'town'"
            ).fetchone()[0]

    def record(self):
        requests = [EVENTS.RecordActionsRequest(action=EVENTS.Action(subject=CUSTOMER, event=visit()))] * 2
        answer = self.stub.RecordActions(iter(requests), metadata=key(), timeout=10)
        answer.ClearField("metadata")
        return answer.SerializeToString()

    def decide(self, **purposes):
        request = CONSENT.SetConsentRequest(subject=PERSON, policy_version="terms-1", **purposes)
        self.consent.SetConsent(request, metadata=APPLICATION, timeout=10)

    def step(self, session):
        """Two events, one of a stream and one of the open session; what came of them: rows, and what was told."""
        before, event = self.rows(), visit()
        told = self.record()
        session.send(event=event)
        ack, _ = session.until("ack")
        self.assertEqual((list(ack.event_ids), list(ack.duplicate_event_ids)), ([event.event_id], []))
        session.until("update")
        return self.rows() - before, told

    def test_what_is_kept_follows_the_link_and_the_consent_at_once(self):
        person = CONSENT.PutPersonRequest(subject=PERSON, region="town")
        self.consent.PutPerson(person, metadata=APPLICATION, timeout=10)
        self.decide(grant=["behavior"])
        link = dict(subject=PERSON, partner="acme", partner_subject=CUSTOMER)
        session = Session(self.stub, segment=segment(), subject=CUSTOMER)
        steps = [self.step(session)]
        self.assertTrue(self.consent.Link(CONSENT.LinkRequest(**link), metadata=APPLICATION, timeout=10).created)
        steps.append(self.step(session))
        self.decide(withdraw=["behavior"])
        steps.append(self.step(session))
        self.decide(grant=["behavior"])
        steps.append(self.step(session))
        ended = self.consent.Unlink(CONSENT.UnlinkRequest(**link), metadata=APPLICATION, timeout=10)
        self.assertEqual((ended.deleted, self.rows()), (4, 0))
        steps.append(self.step(session))
        self.assertEqual([rows for rows, _ in steps], [0, 2, 0, 2, 0])
        self.assertEqual(len({told for _, told in steps}), 1, "nothing of it is told to the partner")
        session.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
