"""The connector of Examples/python: the ranking of the one in Swift, and the shop's own where SPOTS cannot be had."""
import concurrent.futures
import json
import os
import sys
import time
import unittest

import grpc
import partner

sys.path.insert(0, str(partner.ROOT / "Examples/python"))
import spots_connector as spots  # noqa: E402 (its stubs are made by `partner`)
from spots.enrichment.v1 import affinity_pb2, common_pb2, products_pb2, service_pb2_grpc  # noqa: E402

EXPECTED = json.loads(os.environ["SPOTS_EXPECTED"])
OWN = [spots.Recommendation(**one) for one in EXPECTED["products"]]


def connector(channel, **settings):
    return spots.Connector(channel, partner.KEY, EXPECTED["region"], **{"budget": 60.0, "pause": 0.0, **settings})


class SameAsSwift(unittest.TestCase):
    def setUp(self):
        self.channel = partner.channel()
        self.addCleanup(self.channel.close)

    def check(self, shown, expected):
        self.assertEqual(shown.contribution, 0.3, shown.absent)
        self.assertEqual([one.product_id for one in shown.products], [one["product"] for one in expected])
        for one, other in zip(shown.products, expected):
            self.assertLess(abs(one.score - other["score"]), 1e-9)
            self.assertEqual(one.lift is None, "lift" not in other)
            if one.lift is not None:
                self.assertLess(abs(one.lift - other["lift"]), 1e-9)

    def test_every_blend_of_shares_and_of_zones(self):
        for case in EXPECTED["cases"]:
            with self.subTest(case["name"]):
                blend = spots.Blend(basis=case["basis"], method=case["method"])
                subject = connector(self.channel, blend=blend)
                shown = subject.enhance(OWN, partner.SEGMENT, shares=case.get("shares"), zones=case.get("zones"))
                self.check(shown, case["ranking"])

    def test_an_unknown_zone_and_no_zone_leave_the_ranking_as_it_was(self):
        for place in ({"shares": {"nowhere": 1.0}}, {"zones": ["nowhere"]}, {}, {"shares": {}}):
            shown = connector(self.channel).enhance(OWN, partner.SEGMENT, **place)
            self.assertEqual([one.product_id for one in shown.products], [one.product_id for one in OWN])
            self.assertIn("affinity", shown.absent)


class Staged(service_pb2_grpc.EnrichmentServiceServicer):
    """Does what a test says: refuses, is silent, breaks off or contradicts itself."""

    def __init__(self):
        self.act, self.calls, self.lifts = None, 0, b"\x90"

    def GetRealWorldBehavior(self, request, context):
        self.calls += 1
        self.act(context)

    GetQuantumPersonality = GetCommunityInfluence = GetRealWorldBehavior

    def EnrichProducts(self, request, context):
        yield products_pb2.EnrichProductsResponse(
            products=products_pb2.EnrichedProducts(products=[products_pb2.EnrichedProduct(product_id="7", rank=1)]))
        self.act(context)
        yield products_pb2.EnrichProductsResponse(
            summary=products_pb2.EnrichProductsSummary(affinity_source=affinity_pb2.AffinitySource(release_id="r")))

    def ListZoneLifts(self, request, context):
        zone = affinity_pb2.ZoneMixing(answered_by="zone", expected=1.0, noise_variance=1.0)
        mixing = affinity_pb2.LiftMixing(prior_variance=1.0, sampling=0.25, zones=[zone])
        yield affinity_pb2.ListZoneLiftsResponse(
            zones=["a"], mixing=mixing, items=[OWN[0].item_id], lifts=self.lifts, popularity=[1.0], item_zones=[0])
        self.act(context)
        yield affinity_pb2.ListZoneLiftsResponse(metadata=common_pb2.ResponseMetadata(request_id="r"))


class Absence(unittest.TestCase):
    def setUp(self):
        self.staged = Staged()
        self.server = grpc.server(concurrent.futures.ThreadPoolExecutor(spots.MOST_OPEN))
        service_pb2_grpc.add_EnrichmentServiceServicer_to_server(self.staged, self.server)
        port = self.server.add_insecure_port("127.0.0.1:0")
        self.server.start()
        self.channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self.addCleanup(self.channel.close)
        self.addCleanup(self.server.stop, None)

    def unchanged(self, **settings):
        for place in ({"shares": {"a": 1.0}}, {"zones": ["a"]}):
            shown = connector(self.channel, **settings).enhance(OWN, "any", **place)
            self.assertEqual([one.product_id for one in shown.products], [one.product_id for one in OWN])
            self.assertEqual([one.score for one in shown.products], [one.score for one in OWN])
            self.assertEqual(shown.contribution, 0.0)
            self.assertEqual(sorted(shown.absent), ["affinity", "behavior", "influence", "personality"])

    def test_every_refusal(self):
        for code in grpc.StatusCode:
            if code is not grpc.StatusCode.OK:
                self.staged.act = lambda context, code=code: context.abort(code, "no")
                self.unchanged()

    def test_silence(self):
        over = concurrent.futures.Future()
        self.addCleanup(over.set_result, None)
        self.staged.act = lambda context: (over.result(), context.abort(grpc.StatusCode.CANCELLED, "over"))
        self.unchanged(budget=0.05)

    def test_silence_lets_no_questions_pile_up_and_gives_their_room_back(self):
        over = concurrent.futures.Future()
        self.staged.act = lambda context: (over.result(), context.abort(grpc.StatusCode.UNAVAILABLE, "over"))
        subject = connector(self.channel, budget=0.01, lifetime=0.0)
        for customer in range(spots.MOST_OPEN):
            shown = subject.enhance(OWN, f"segment-{customer}", zones=["a"])
        self.assertEqual(shown.absent["behavior"], "64 questions are open")
        self.assertEqual(subject._pool._work_queue.qsize(), 0)
        over.set_result(None)
        subject._pool.shutdown(wait=True)
        self.assertTrue(all(subject._room.acquire(blocking=False) for _ in range(spots.MOST_OPEN)))

    def test_gone(self):
        self.server.stop(None).wait()
        self.unchanged()

    def test_cut_in_the_middle(self):
        self.staged.act = lambda context: self.server.stop(0)
        self.unchanged(budget=5.0, fetch_timeout=5.0)

    def test_contradiction(self):
        self.staged.act, self.staged.lifts = (lambda context: None), b"\x90\x90"
        self.unchanged()

    def test_a_failure_is_asked_again_after_a_pause_only(self):
        self.staged.act = lambda context: context.abort(grpc.StatusCode.UNAVAILABLE, "no")
        subject = connector(self.channel, pause=0.5)
        for _ in range(3):
            subject.enhance(OWN, "any", shares={"a": 1.0})
        self.assertEqual(self.staged.calls, 3)
        time.sleep(0.6)
        subject.enhance(OWN, "any", shares={"a": 1.0})
        self.assertEqual(self.staged.calls, 6)


if __name__ == "__main__":
    unittest.main()
