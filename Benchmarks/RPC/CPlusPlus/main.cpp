// The service on gRPC C++ with its asynchronous interface, one completion queue and one thread:
// `cpp PORT CERT KEY REPLY` serves what the file REPLY holds.
#include <deque>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <grpcpp/grpcpp.h>

#include "bench.grpc.pb.h"

using spots::bench::v1::Bench;
using spots::bench::v1::ProfileReply;
using spots::bench::v1::ProfileRequest;

static std::string contents(const char *path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// One thread serves, so one reply is enough; the library encodes it before it returns.
static ProfileReply shared_reply;

static const ProfileReply &answer(const ProfileRequest &request) {
  shared_reply.set_request_id(request.request_id());
  return shared_reply;
}

struct Service {
  Bench::AsyncService bench;
  grpc::ServerCompletionQueue *queue;
};

// What waits on the completion queue.
struct Call {
  virtual ~Call() = default;
  virtual void proceed(int event, bool ok) = 0;
};

struct Tag {
  Call *call;
  int event;
};

struct Unary : Call {
  Service &service;
  grpc::ServerContext context;
  ProfileRequest request;
  grpc::ServerAsyncResponseWriter<ProfileReply> responder{&context};
  Tag started{this, 0}, finished{this, 1};

  explicit Unary(Service &service) : service(service) {
    service.bench.RequestUnary(&context, &request, &responder, service.queue, service.queue, &started);
  }
  void proceed(int event, bool ok) override {
    if (event == 1 || !ok) { delete this; return; }
    new Unary(service);
    responder.Finish(answer(request), grpc::Status::OK, &finished);
  }
};

struct ServerStream : Call {
  Service &service;
  grpc::ServerContext context;
  ProfileRequest request;
  grpc::ServerAsyncWriter<ProfileReply> writer{&context};
  uint32_t sent = 0;
  Tag started{this, 0}, written{this, 1}, finished{this, 2};

  explicit ServerStream(Service &service) : service(service) {
    service.bench.RequestServerStream(&context, &request, &writer, service.queue, service.queue, &started);
  }
  void proceed(int event, bool ok) override {
    if (event == 2 || !ok) { delete this; return; }
    if (event == 0) new ServerStream(service);
    if (sent++ < request.replies()) writer.Write(answer(request), &written);
    else writer.Finish(grpc::Status::OK, &finished);
  }
};

// Reads and writes independently: a request is answered while earlier replies still wait.
struct Bidi : Call {
  Service &service;
  grpc::ServerContext context;
  ProfileRequest request;
  grpc::ServerAsyncReaderWriter<ProfileReply, ProfileRequest> stream{&context};
  std::deque<std::string> waiting;
  bool reading = false, writing = false, ended = false, failed = false;
  Tag started{this, 0}, read{this, 1}, written{this, 2}, finished{this, 3};
  static constexpr size_t most_waiting = 64;

  explicit Bidi(Service &service) : service(service) {
    service.bench.RequestBidi(&context, &stream, service.queue, service.queue, &started);
  }
  void proceed(int event, bool ok) override {
    switch (event) {
      case 0:
        if (!ok) { delete this; return; }
        new Bidi(service);
        break;
      case 1:
        reading = false;
        if (!ok) ended = true;
        else waiting.push_back(request.request_id());
        break;
      case 2:
        writing = false;
        if (!ok) failed = true;
        break;
      default:
        delete this;
        return;
    }
    step();
  }
  void step() {
    if (failed) { if (!reading) finish(); return; }
    if (!writing && !waiting.empty()) {
      shared_reply.set_request_id(waiting.front());
      waiting.pop_front();
      writing = true;
      stream.Write(shared_reply, &written);
    }
    if (!reading && !ended && waiting.size() < most_waiting) {
      reading = true;
      stream.Read(&request, &read);
    }
    if (ended && !writing && waiting.empty()) finish();
  }
  void finish() { stream.Finish(grpc::Status::OK, &finished); }
};

int main(int count, char **arguments) {
  if (count != 5) { std::cerr << "expected PORT CERT KEY REPLY\n"; return 64; }
  if (!shared_reply.ParseFromString(contents(arguments[4]))) { std::cerr << "REPLY is not a reply\n"; return 65; }
  grpc::SslServerCredentialsOptions options;
  options.pem_key_cert_pairs.push_back({contents(arguments[3]), contents(arguments[2])});
  Service service;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(std::string("127.0.0.1:") + arguments[1], grpc::SslServerCredentials(options));
  builder.RegisterService(&service.bench);
  auto queue = builder.AddCompletionQueue();
  service.queue = queue.get();
  auto server = builder.BuildAndStart();
  if (!server) { std::cerr << "cannot listen\n"; return 69; }
  for (int i = 0; i < 256; i++) new Unary(service);
  for (int i = 0; i < 8; i++) { new ServerStream(service); new Bidi(service); }
  void *tag;
  bool ok;
  while (queue->Next(&tag, &ok)) {
    auto *event = static_cast<Tag *>(tag);
    event->call->proceed(event->event, ok);
  }
}
