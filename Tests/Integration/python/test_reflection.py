"""What a server says of itself: to whom, and only if its operator wants it."""
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool
from grpc_reflection.v1alpha import reflection_pb2 as reflection

import partner
from partner import key

SERVICE = "spots.enrichment.v1.EnrichmentService"


def ask(channel, version, metadata, **question):
    """One question and its answer; both versions have the same messages on the wire."""
    call = channel.stream_stream(
        f"/grpc.reflection.{version}.ServerReflection/ServerReflectionInfo",
        request_serializer=reflection.ServerReflectionRequest.SerializeToString,
        response_deserializer=reflection.ServerReflectionResponse.FromString,
    )
    return next(call(iter([reflection.ServerReflectionRequest(**question)]), metadata=metadata, timeout=10))


class Reflection(unittest.TestCase):
    def setUp(self):
        self.channel = partner.channel()

    def tearDown(self):
        self.channel.close()

    def assert_refused(self, code, metadata):
        for version in ("v1", "v1alpha"):
            with self.assertRaises(grpc.RpcError) as refused:
                ask(self.channel, version, metadata, list_services="")
            self.assertEqual(refused.exception.code(), code)


class Shown(Reflection):
    def test_a_holder_of_a_key_sees_the_partners_services_and_no_others(self):
        for version in ("v1", "v1alpha"):
            names = [s.name for s in ask(self.channel, version, key(), list_services="").list_services_response.service]
            self.assertIn(SERVICE, names)
            self.assertFalse([name for name in names if "admin" in name])

    def test_the_service_is_described_with_all_it_needs(self):
        answer = ask(self.channel, "v1", key(), file_containing_symbol=SERVICE).file_descriptor_response
        files = [descriptor_pb2.FileDescriptorProto.FromString(data) for data in answer.file_descriptor_proto]
        names = {file.name for file in files}
        self.assertEqual(files[0].service[0].name, "EnrichmentService")
        for file in files:
            self.assertLessEqual(set(file.dependency), names)

    def test_a_client_can_load_what_it_is_told_and_read_who_may_call_a_method(self):
        answer = ask(self.channel, "v1", key(), file_containing_symbol=SERVICE).file_descriptor_response
        files = [descriptor_pb2.FileDescriptorProto.FromString(data) for data in answer.file_descriptor_proto]
        waiting = {file.name: file for file in files}
        pool = descriptor_pool.DescriptorPool()

        def load(name):
            file = waiting.pop(name, None)
            if file:
                for needed in file.dependency:
                    load(needed)
                pool.Add(file)

        load(files[0].name)
        self.assertFalse(waiting)
        option = pool.FindExtensionByName("spots.options.v1.access")
        self.assertEqual(option.containing_type.full_name, "google.protobuf.MethodOptions")
        method = pool.FindServiceByName(SERVICE).methods_by_name["ListSegments"]
        self.assertIn(b"behavior:read", method.GetOptions().SerializeToString())

    def test_without_a_key_it_is_refused(self):
        self.assert_refused(grpc.StatusCode.UNAUTHENTICATED, ())


class Hidden(Reflection):
    def test_it_is_not_served(self):
        self.assert_refused(grpc.StatusCode.UNIMPLEMENTED, key())


if __name__ == "__main__":
    unittest.main(verbosity=2)
