"""Health and reflection, asked by grpcio's own clients: `test_services.py HOST:PORT CA PID`."""
import os
import pathlib
import signal
import sys
import tempfile
import unittest

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_reflection.v1alpha import reflection_pb2 as reflection
from grpc_reflection.v1alpha.proto_reflection_descriptor_database import ProtoReflectionDescriptorDatabase
from grpc_tools import protoc

ROOT = pathlib.Path(__file__).resolve().parents[3]
ENDPOINT, AUTHORITY, PID = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1))
VERSIONS = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]


def connect():
    credentials = grpc.ssl_channel_credentials(root_certificates=pathlib.Path(AUTHORITY).read_bytes())
    return grpc.secure_channel(ENDPOINT, credentials, options=[("grpc.ssl_target_name_override", "localhost")])


def of_protoc(*names):
    """The descriptors that protoc makes of files and all they import, by their names."""
    out = tempfile.mktemp(prefix="descriptors-")
    arguments = ["protoc", f"-I{ROOT / 'Protocols'}", "--include_imports", f"--descriptor_set_out={out}"]
    if protoc.main(arguments + list(names)):
        raise RuntimeError("protoc failed")
    files = descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out).read_bytes())
    os.remove(out)
    return {file.name: file for file in files.file}


class Services(unittest.TestCase):
    def setUp(self):
        self.channel = connect()

    def tearDown(self):
        self.channel.close()

    def ask(self, *questions, version=VERSIONS[0]):
        """The answers on one stream; both versions have the same messages on the wire."""
        call = self.channel.stream_stream(
            f"/{version}/ServerReflectionInfo",
            request_serializer=reflection.ServerReflectionRequest.SerializeToString,
            response_deserializer=reflection.ServerReflectionResponse.FromString,
        )
        return list(call(iter([reflection.ServerReflectionRequest(**question) for question in questions])))

    def test_both_versions_list_the_services(self):
        for version in VERSIONS:
            (answer,) = self.ask({"list_services": ""}, version=version)
            names = [service.name for service in answer.list_services_response.service]
            self.assertEqual(names, ["grpc.health.v1.Health"] + VERSIONS + ["grpc.testing.TestService"])

    def test_a_method_is_called_with_nothing_but_what_reflection_says(self):
        pool = descriptor_pool.DescriptorPool(ProtoReflectionDescriptorDatabase(self.channel))
        service = pool.FindServiceByName("grpc.testing.TestService")
        self.assertEqual(len(service.methods), 8)
        method = service.FindMethodByName("UnaryCall")
        request, response = (message_factory.GetMessageClass(t) for t in (method.input_type, method.output_type))
        call = self.channel.unary_unary(
            f"/{service.full_name}/{method.name}",
            request_serializer=request.SerializeToString,
            response_deserializer=response.FromString,
        )
        self.assertEqual(len(call(request(response_size=9)).payload.body), 9)
        self.assertIsNotNone(pool.FindEnumTypeByName("grpc.testing.PayloadType"))

    def test_the_descriptors_are_those_of_protoc(self):
        names = ["grpc/testing/test.proto", "grpc/health/v1/health.proto"]
        names += [f"grpc/reflection/{version}/reflection.proto" for version in ("v1", "v1alpha")]
        wanted = of_protoc(*names)
        answers = self.ask(*({"file_by_filename": name} for name in names))
        found = {}
        for answer in answers:
            for data in answer.file_descriptor_response.file_descriptor_proto:
                file = descriptor_pb2.FileDescriptorProto.FromString(data)
                found[file.name] = file
        self.assertEqual(found, wanted)

    def test_every_service_listed_is_described(self):
        for name in ["grpc.health.v1.Health", "grpc.testing.TestService"] + VERSIONS:
            (answer,) = self.ask({"file_containing_symbol": name})
            files = answer.file_descriptor_response.file_descriptor_proto
            services = descriptor_pb2.FileDescriptorProto.FromString(files[0]).service
            self.assertIn(name.rsplit(".", 1)[1], [service.name for service in services])

    def test_a_question_without_an_answer_ends_nothing(self):
        answers = self.ask({"file_containing_symbol": "no.Such"}, {"file_by_filename": "no.proto"}, {"list_services": ""})
        self.assertEqual([a.error_response.error_code for a in answers], [5, 5, 0])

    def test_health_of_each_service(self):
        stub = health_pb2_grpc.HealthStub(self.channel)
        for name in ["", "grpc.testing.TestService"]:
            answer = stub.Check(health_pb2.HealthCheckRequest(service=name))
            self.assertEqual(answer.status, health_pb2.HealthCheckResponse.SERVING)
        with self.assertRaises(grpc.RpcError) as refused:
            stub.Check(health_pb2.HealthCheckRequest(service="unknown"))
        self.assertEqual(refused.exception.code(), grpc.StatusCode.NOT_FOUND)
        watch = stub.Watch(health_pb2.HealthCheckRequest(service="unknown"))
        self.assertEqual(next(watch).status, health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)
        watch.cancel()

    def test_watchers_hear_of_the_end(self):
        """Ends the server: unittest runs tests in the order of their names, and this is the last."""
        stub = health_pb2_grpc.HealthStub(self.channel)
        watch = stub.Watch(health_pb2.HealthCheckRequest(service="grpc.testing.TestService"))
        self.assertEqual(next(watch).status, health_pb2.HealthCheckResponse.SERVING)
        os.kill(PID, signal.SIGTERM)
        self.assertEqual(next(watch).status, health_pb2.HealthCheckResponse.NOT_SERVING)
        with self.assertRaises(grpc.RpcError) as ended:
            next(watch)
        self.assertEqual(ended.exception.code(), grpc.StatusCode.UNAVAILABLE)


if __name__ == "__main__":
    unittest.main(verbosity=2)
