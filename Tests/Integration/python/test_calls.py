"""Every RPC, called as a partner calls it."""
import math
import time
import unittest
import uuid

import grpc
import partner
from partner import PB, key, segment

EVENTS = PB["actions"]


def visit(category="coffee", minutes=40.0, event_id=None):
    event = EVENTS.Event(
        event_id=event_id or uuid.uuid4().hex,
        kind=EVENTS.EVENT_KIND_VISIT,
        venue_category=category,
        dwell_minutes=minutes,
        first_visit=True,
    )
    event.time.GetCurrentTime()
    return event


def product(product_id="phone", **changes):
    fields = dict(product_id=product_id, style="minimalist", price="premium", features=["quality", "innovation"])
    fields.update(changes)
    state = PB["personality"].ProductQuantumState(**fields)
    state.attributes["novelty"] = 0.8
    return state


class Calls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = partner.channel()
        cls.stub = partner.stub(cls.channel)

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()

    def test_behavior_is_answered_from_a_release(self):
        request = PB["behavior"].GetRealWorldBehaviorRequest(user_segment=segment())
        answer = self.stub.GetRealWorldBehavior(request, metadata=key(), timeout=10)
        behavior = answer.real_world_behavior
        self.assertAlmostEqual(behavior.return_visit_rate.value + behavior.exploration_tendency.value, 1.0, places=6)
        self.assertEqual(behavior.return_visit_rate.confidence, behavior.exploration_tendency.confidence)
        shares = behavior.time_spent_analysis
        self.assertAlmostEqual(shares.short_visits + shares.medium_visits + shares.long_visits, 1.0, places=9)
        self.assertTrue(0 <= behavior.average_dwell_time.value <= 240)
        source = answer.market_segment_metadata
        self.assertTrue(source.release_id)
        self.assertTrue(source.policy)
        self.assertGreater(source.sample_size, 0)
        # Whether somebody had asked the same before is not told.
        self.assertNotIn("cache", answer.metadata.DESCRIPTOR.fields_by_name)

    def test_the_same_release_gives_the_same_bytes(self):
        request = PB["behavior"].GetRealWorldBehaviorRequest(user_segment=segment())
        seen = set()
        for _ in range(20):
            answer = self.stub.GetRealWorldBehavior(request, metadata=key(), timeout=10)
            answer.ClearField("metadata")
            seen.add(answer.SerializeToString(deterministic=True))
        self.assertEqual(len(seen), 1)

    def test_personality_has_twelve_dimensions_and_a_match(self):
        request = PB["personality"].GetQuantumPersonalityRequest(
            user_segment=segment(), product_quantum_state=product()
        )
        answer = self.stub.GetQuantumPersonality(request, metadata=key(), timeout=10)
        self.assertEqual(len(answer.personality_profile.dimensions), 12)
        match = answer.quantum_compatibility
        if match.HasField("score"):
            self.assertTrue(0 <= match.score <= 1)
            self.assertAlmostEqual(
                match.fidelity, math.pow(match.score, len(match.compared_dimensions)), delta=0.2
            )
        knot = answer.knot_compatibility
        if knot.HasField("score"):
            parts = 0.4 * knot.jones_polynomial_match + 0.3 * knot.alexander_polynomial_match
            parts += 0.3 * knot.topological_similarity
            self.assertAlmostEqual(knot.score, parts, delta=0.002)

    def test_influence_names_what_it_withholds(self):
        request = PB["influence"].GetCommunityInfluenceRequest(user_segment=segment(), product_category="electronics")
        answer = self.stub.GetCommunityInfluence(request, metadata=key(), timeout=10)
        withheld = {w.field for w in answer.market_segment_metadata.withheld}
        self.assertIn("community_influence_patterns.influence_network.indirect_connections", withheld)

    def test_only_what_was_asked_for_comes_back(self):
        request = PB["behavior"].GetRealWorldBehaviorRequest(
            user_segment=segment(), requested_insights=["community_engagement_levels"]
        )
        answer = self.stub.GetRealWorldBehavior(request, metadata=key(), timeout=10)
        self.assertFalse(answer.real_world_behavior.HasField("average_dwell_time"))
        self.assertFalse(answer.HasField("product_implications"))

    def test_products_come_best_first_and_end_with_a_summary(self):
        styles = ["minimalist", "playful", "classic", "sporty", "modern", "bold"]
        products = [product(f"p{i}", style=styles[i % 6]) for i in range(300)]
        request = PB["products"].EnrichProductsRequest(user_segment=segment(), products=products)
        replies = list(self.stub.EnrichProducts(request, metadata=key(), timeout=30))
        self.assertEqual(replies[-1].WhichOneof("item"), "summary")
        self.assertEqual(replies[-1].summary.received, 300)
        self.assertEqual([len(r.products.products) for r in replies[:-1]], [256, 44])
        ranked = [p for r in replies[:-1] for p in r.products.products]
        self.assertEqual([p.rank for p in ranked], list(range(1, 301)))
        scores = [p.compatibility_score for p in ranked]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertFalse(any(p.HasField("knot") for p in ranked))

    def test_actions_are_summed_up(self):
        actions = [
            EVENTS.RecordActionsRequest(action=EVENTS.Action(subject="nobody-knows", event=visit())) for _ in range(5)
        ]
        actions.append(EVENTS.RecordActionsRequest(action=EVENTS.Action(event=visit())))
        answer = self.stub.RecordActions(iter(actions), metadata=key(), timeout=10)
        self.assertEqual((answer.received, answer.duplicates), (6, 0))
        again = self.stub.RecordActions(iter(actions), metadata=key(), timeout=10)
        self.assertEqual((again.received, again.duplicates), (6, 6))
        # Nothing else is told: neither who is known nor who has consented.
        told = {field.name for field, _ in answer.ListFields() + again.ListFields()}
        self.assertEqual(told, {"received", "duplicates", "metadata"})

    def test_an_action_of_last_month_is_refused(self):
        old = visit()
        old.time.FromSeconds(int(time.time()) - 30 * 86400)
        request = EVENTS.RecordActionsRequest(action=EVENTS.Action(subject="nobody-knows", event=old))
        with self.assertRaises(grpc.RpcError) as failed:
            self.stub.RecordActions(iter([request]), metadata=key(), timeout=10)
        self.assertEqual(failed.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
        self.assertIn("at most 7 days before", failed.exception.details())

    def test_segments_are_listed_in_pages(self):
        listing = PB["service"].ListSegmentsRequest(page_size=1)
        seen = []
        while True:
            page = self.stub.ListSegments(listing, metadata=key(), timeout=10)
            seen += [s.segment_id for s in page.segments]
            if not page.next_page_token:
                break
            listing.page_token = page.next_page_token
        self.assertIn(partner.SEGMENT, seen)
        self.assertEqual(seen, sorted(set(seen)))


if __name__ == "__main__":
    unittest.main(verbosity=2)
