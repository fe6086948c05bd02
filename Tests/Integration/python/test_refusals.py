"""What a partner is told when a call cannot be answered."""
import time
import unittest

import grpc
import partner
from google.rpc import error_details_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from partner import PB, key, segment
from test_calls import product, visit

EVENTS = PB["actions"]


class Refusals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = partner.channel()
        cls.stub = partner.stub(cls.channel)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()

    def refused(self, call):
        with self.assertRaises(grpc.RpcError) as failed:
            call()
        return failed.exception

    def detail(self, error, kind):
        for packed in rpc_status.from_call(error).details:
            if packed.Is(kind.DESCRIPTOR):
                found = kind()
                packed.Unpack(found)
                return found
        raise AssertionError(f"no {kind.__name__} in the details of {error.code()}: {error.details()}")

    def behavior(self, metadata=None, **fields):
        fields.setdefault("user_segment", segment())
        request = PB["behavior"].GetRealWorldBehaviorRequest(**fields)
        return self.stub.GetRealWorldBehavior(request, metadata=key() if metadata is None else metadata, timeout=10)

    def test_no_key_and_wrong_keys_are_one_answer(self):
        wrong = partner.KEY[:-9] + ("0" if partner.KEY[-9] != "0" else "1") + partner.KEY[-8:]
        answers = set()
        for metadata in [(), key("nonsense"), key(wrong), key("spots_poc_nobody_" + "0" * 72)]:
            error = self.refused(lambda: self.behavior(metadata=metadata))
            self.assertEqual(error.code(), grpc.StatusCode.UNAUTHENTICATED)
            answers.add((error.details(), self.detail(error, error_details_pb2.ErrorInfo).reason))
        self.assertEqual(len(answers), 1)

    def test_x_api_key_is_a_key_and_two_different_keys_are_refused(self):
        self.behavior(metadata=(("x-api-key", partner.KEY),))
        error = self.refused(lambda: self.behavior(metadata=key() + (("x-api-key", "spots_poc_other_1"),)))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)

    def test_health_needs_no_key(self):
        health = health_pb2_grpc.HealthStub(self.channel)
        answer = health.Check(health_pb2.HealthCheckRequest(), timeout=10)
        self.assertEqual(answer.status, health_pb2.HealthCheckResponse.SERVING)

    def test_an_unknown_segment_comes_with_suggestions(self):
        error = self.refused(lambda: self.behavior(user_segment=segment(partner.SEGMENT + "_x")))
        self.assertEqual(error.code(), grpc.StatusCode.NOT_FOUND)
        info = self.detail(error, error_details_pb2.ErrorInfo)
        self.assertEqual(info.reason, "INVALID_SEGMENT")
        self.assertIn(partner.SEGMENT, info.metadata["suggested_segments"].split(","))

    def test_an_unknown_insight_names_the_allowed_ones(self):
        error = self.refused(lambda: self.behavior(requested_insights=["shoe_size"]))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        violation = self.detail(error, error_details_pb2.BadRequest).field_violations[0]
        self.assertTrue(violation.field.startswith("requested_insights"))
        self.assertIn("shoe_size", violation.description)
        self.assertIn("dwell_time_patterns", violation.description)

    def test_a_bad_attribute_names_field_value_and_range(self):
        state = product()
        state.attributes["novelty"] = 7.5
        request = PB["personality"].GetQuantumPersonalityRequest(user_segment=segment(), product_quantum_state=state)
        error = self.refused(lambda: self.stub.GetQuantumPersonality(request, metadata=key(), timeout=10))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        violation = self.detail(error, error_details_pb2.BadRequest).field_violations[0]
        self.assertIn("novelty", violation.field)
        self.assertIn("7.5", violation.description)

    def test_a_stream_with_one_bad_action_stores_nothing(self):
        good = visit()
        bad = visit("moon")
        actions = [EVENTS.Action(subject="s", event=e) for e in (good, bad)]
        requests = [EVENTS.RecordActionsRequest(action=a) for a in actions]
        error = self.refused(lambda: self.stub.RecordActions(iter(requests), metadata=key(), timeout=10))
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        violation = self.detail(error, error_details_pb2.BadRequest).field_violations[0]
        self.assertIn("venue_category", violation.field)
        again = self.stub.RecordActions(iter(requests[:1]), metadata=key(), timeout=10)
        self.assertEqual(again.duplicates, 0)

    def test_the_burst_limit_says_when_to_try_again(self):
        deadline = time.monotonic() + 20
        error = None
        while error is None and time.monotonic() < deadline:
            try:
                self.behavior(metadata=key(partner.POC_KEY))
            except grpc.RpcError as failed:
                error = failed
        self.assertIsNotNone(error)
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        retry = self.detail(error, error_details_pb2.RetryInfo).retry_delay
        self.assertGreater(retry.seconds + retry.nanos / 1e9, 0)
        self.assertTrue(self.detail(error, error_details_pb2.QuotaFailure).violations)

    def test_unknown_methods_ask_for_the_key_first(self):
        def call(metadata):
            unary = self.channel.unary_unary("/spots.enrichment.v1.EnrichmentService/Nothing")
            return unary(b"", metadata=metadata, timeout=10)

        self.assertEqual(self.refused(lambda: call(())).code(), grpc.StatusCode.UNAUTHENTICATED)
        self.assertEqual(self.refused(lambda: call(key())).code(), grpc.StatusCode.UNIMPLEMENTED)

    def test_the_admin_service_is_not_offered_to_partners(self):
        call = self.channel.unary_unary("/spots.admin.v1.AdminService/ListKeys")
        error = self.refused(lambda: call(b"", metadata=key(), timeout=10))
        self.assertEqual(error.code(), grpc.StatusCode.UNIMPLEMENTED)
        error = self.refused(lambda: call(b"", timeout=10))
        self.assertEqual(error.code(), grpc.StatusCode.UNAUTHENTICATED)

    def test_a_message_over_the_limit_is_refused_and_the_server_goes_on(self):
        call = self.channel.unary_unary("/spots.enrichment.v1.EnrichmentService/GetRealWorldBehavior")
        error = self.refused(lambda: call(bytes(5 << 20), metadata=key(), timeout=10))
        self.assertEqual(error.code(), grpc.StatusCode.RESOURCE_EXHAUSTED)
        self.behavior()

    def test_bytes_that_are_no_message_are_refused_and_the_server_goes_on(self):
        call = self.channel.unary_unary("/spots.enrichment.v1.EnrichmentService/GetRealWorldBehavior")
        error = self.refused(lambda: call(b"\xff\xff\xff\xff", metadata=key(), timeout=10))
        self.assertIn(error.code(), (grpc.StatusCode.INVALID_ARGUMENT, grpc.StatusCode.INTERNAL))
        self.behavior()


if __name__ == "__main__":
    unittest.main(verbosity=2)
