"""The whole life of a person of SPOTS, as the application tells it to a server: stock grpcio."""
import importlib
import unittest
import uuid

import grpc

import partner
from partner import PB, key
from test_calls import visit
from test_sessions import SESSION, Session

CONSENT = importlib.import_module("spots.consent.v1.consent_pb2")
SERVICE = importlib.import_module("spots.consent.v1.consent_pb2_grpc")
ACTIONS = PB["actions"]


class Consent(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = partner.channel()
        cls.consent = SERVICE.ConsentServiceStub(cls.channel)
        cls.stub = partner.stub(cls.channel)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()

    def setUp(self):
        self.subject = uuid.uuid4().hex

    def put(self, **fields):
        request = CONSENT.PutPersonRequest(subject=self.subject, **{"region": "town", **fields})
        return self.consent.PutPerson(request, metadata=key(), timeout=10)

    def set(self, **changes):
        return self.consent.SetConsent(
            CONSENT.SetConsentRequest(subject=self.subject, **changes), metadata=key(), timeout=10
        )

    def get(self):
        return self.consent.GetConsent(CONSENT.GetConsentRequest(subject=self.subject), metadata=key(), timeout=10)

    def held(self, kind=None):
        parts = self.consent.ExportPerson(
            CONSENT.ExportPersonRequest(subject=self.subject), metadata=key(), timeout=10
        )
        return [r for part in parts for r in part.records if kind in (None, r.kind)]

    def record(self):
        action = ACTIONS.Action(subject=self.subject, event=visit())
        request = ACTIONS.RecordActionsRequest(action=action)
        return self.stub.RecordActions(iter([request]), metadata=key(), timeout=10)

    def forget(self):
        return self.consent.Forget(
            CONSENT.ForgetRequest(subject=self.subject), metadata=key(), timeout=30
        ).receipt

    def assert_refused(self, code, call):
        with self.assertRaises(grpc.RpcError) as refused:
            call()
        self.assertEqual(refused.exception.code(), code, refused.exception.details())

    def test_the_whole_life(self):
        self.assert_refused(grpc.StatusCode.NOT_FOUND, lambda: self.set(grant=["behavior"]))
        self.assertTrue(self.put(age_band="25_30").created)
        self.assertFalse(self.put().created)
        self.assertEqual(self.record().received, 1)
        self.assertEqual(self.held("visit"), [])
        self.assertEqual(list(self.set(grant=["behavior", "network"]).granted), ["behavior", "network"])
        self.record()
        visits = self.held("visit")
        self.assertEqual([v.values["category"] for v in visits], ["coffee"])
        self.assertTrue(visits[0].local_time.endswith(" UTC"))
        self.assertEqual(len(self.get().history), 2)
        receipt = self.forget()
        self.assertTrue(receipt.HasField("finished_at"))
        self.assertEqual(receipt.deleted["visits_and_actions"], 1)
        self.assertEqual({r.kind for r in self.held()}, {"registration", "consent", "deletion"})
        self.assertEqual(self.forget().receipt_id, receipt.receipt_id)
        self.assert_refused(grpc.StatusCode.NOT_FOUND, lambda: self.set(grant=["behavior"]))

    def test_a_withdrawal_is_felt_by_the_next_event_of_a_stream_and_of_an_open_session(self):
        self.put()
        self.set(grant=["behavior"])
        session = Session(self.stub, segment=partner.segment(), subject=self.subject)

        def hand_in():
            self.record()
            session.send(event=visit())
            session.until("ack")

        hand_in()
        self.assertEqual(len(self.held("visit")), 2)
        self.assertEqual(list(self.set(withdraw=["behavior"]).granted), [])
        hand_in()
        self.assertEqual(len(self.held("visit")), 2)
        self.set(grant=["behavior"])
        hand_in()
        self.assertEqual(len(self.held("visit")), 4)
        session.close()

    def test_a_region_that_is_archived_or_is_not_there_is_refused(self):
        self.assert_refused(grpc.StatusCode.FAILED_PRECONDITION, lambda: self.put(region="simcity"))
        self.assert_refused(grpc.StatusCode.NOT_FOUND, lambda: self.put(region="nowhere"))

    def test_a_key_that_was_not_made_for_it_may_not(self):
        request = CONSENT.GetConsentRequest(subject=self.subject)
        self.assert_refused(
            grpc.StatusCode.PERMISSION_DENIED,
            lambda: self.consent.GetConsent(request, metadata=key(partner.POC_KEY), timeout=10),
        )


if __name__ == "__main__":
    unittest.main(verbosity=2)
