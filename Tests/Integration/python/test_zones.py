"""A catalogue ranked for a customer of zones, and the public map, as a partner calls them."""
import math
import unittest

import grpc
import partner
from partner import PB, key, segment

REGION = "simcity"


def lift(byte):
    """The lift that a byte of ListZoneLifts stands for."""
    return math.pow(50, (byte - 144) / 144)


class Zones(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.channel = partner.channel()
        cls.stub = partner.stub(cls.channel)
        affinity = PB["affinity"]
        listed = cls.stub.ListZones(
            affinity.ListZonesRequest(geographic_region=REGION, page_size=1000), metadata=key(), timeout=10
        )
        cls.zones = list(listed.zones)
        cls.items = list(
            cls.stub.ListItems(
                affinity.ListItemsRequest(geographic_region=REGION, page_size=1000), metadata=key(), timeout=10
            ).items
        )

    @classmethod
    def tearDownClass(cls):
        cls.channel.close()

    def answered(self):
        """A zone that somebody answers for."""
        return next(zone.zone_id for zone in self.zones if zone.answered_by != "nobody")

    def rank(self, zones, **changes):
        """The products of the catalogue of all items, and the summary."""
        products = [
            PB["personality"].ProductQuantumState(
                product_id=f"of {item.item_id}", item_id=item.item_id, shop_score=item.popularity
            )
            for item in self.items
        ]
        request = PB["products"].EnrichProductsRequest(
            user_segment=segment(), products=products, zones=zones, sort="affinity", **changes
        )
        answers = list(self.stub.EnrichProducts(request, metadata=key(), timeout=20))
        return [product for answer in answers for product in answer.products.products], answers[-1].summary

    def share(self, zone_id, share=None):
        return PB["affinity"].ZoneShare(zone_id=zone_id, share=share)

    def test_the_map_is_listed_whole(self):
        self.assertGreater(len(self.zones), 1)
        self.assertGreater(len(self.items), 1)
        self.assertEqual(len({zone.zone_id for zone in self.zones}), len(self.zones))
        self.assertAlmostEqual(sum(item.popularity for item in self.items), 1.0, places=6)

    def test_a_catalogue_is_ranked_by_the_lift_of_a_zone(self):
        products, summary = self.rank([self.share(self.answered())])
        self.assertEqual([product.rank for product in products], list(range(1, len(self.items) + 1)))
        lifts = [product.affinity.lift for product in products]
        self.assertEqual(lifts, sorted(lifts, reverse=True))
        for product in products:
            affinity = product.affinity
            self.assertFalse(affinity.withheld)
            self.assertIn(affinity.answered_by, ("zone", "area"))
            self.assertTrue(affinity.ci95.low <= affinity.lift <= affinity.ci95.high)
        self.assertEqual(summary.affinity_source.geographic_region, REGION)
        self.assertNotIn("zones", summary.metadata.ignored_inputs)

    def test_the_public_table_says_what_a_catalogue_says(self):
        table = list(
            self.stub.ListZoneLifts(
                PB["affinity"].ListZoneLiftsRequest(geographic_region=REGION), metadata=key(), timeout=20
            )
        )
        zone = self.answered()
        place = list(table[0].zones).index(zone)
        width = len(table[0].zones)
        told = {}
        for part in table:
            for number, item in enumerate(part.items):
                told[item] = lift(part.lifts[number * width + place])
        self.assertEqual(len(told), len(self.items))
        products, _ = self.rank([self.share(zone)])
        for product in products:
            item = product.product_id.removeprefix("of ")
            self.assertLess(abs(told[item] / product.affinity.lift - 1), 0.05, item)

    def test_several_zones_are_mixed_by_their_shares(self):
        one = self.answered()
        other = next(zone.zone_id for zone in self.zones if zone.zone_id != one)
        alone, _ = self.rank([self.share(one)])
        mixed, _ = self.rank([self.share(one, 1.0), self.share(other, 0.0)])
        self.assertEqual(
            [(product.product_id, product.affinity.lift) for product in alone],
            [(product.product_id, product.affinity.lift) for product in mixed],
        )

    def test_without_zones_every_lift_is_one(self):
        products, _ = self.rank([])
        self.assertTrue(products)
        for product in products:
            self.assertEqual(product.affinity.lift, 1.0)
            self.assertEqual(product.affinity.withheld, "no_zone")

    def test_what_cannot_be_is_refused_with_what_is_allowed(self):
        known = self.answered()
        for zones, words in [
            ([self.share(known + "x")], "nearest: "),
            ([self.share(known, -1.0)], "a finite number, 0 or more"),
            ([self.share(known, 0.0)], "at least one share above 0"),
            ([self.share(zone.zone_id) for zone in self.zones[:4]], "at most 3 zones"),
            ([self.share(known), self.share(known)], "each zone once"),
        ]:
            with self.assertRaises(grpc.RpcError) as refused:
                self.rank(zones)
            self.assertEqual(refused.exception.code(), grpc.StatusCode.INVALID_ARGUMENT)
            self.assertIn(words, refused.exception.details())


if __name__ == "__main__":
    unittest.main()
