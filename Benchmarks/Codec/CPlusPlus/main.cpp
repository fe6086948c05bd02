// C++ protobuf's side of the codec benchmark: `cpp MESSAGE OPERATION FILE ITERATIONS` prints nanoseconds per operation.
#include <google/protobuf/arena.h>
#include <google/protobuf/util/message_differencer.h>
#include <time.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "spots/enrichment/v1/personality.pb.h"

using spots::enrichment::v1::GetQuantumPersonalityRequest;
using spots::enrichment::v1::GetQuantumPersonalityResponse;

namespace {

/// Keeps a value from being optimised away.
template <class T>
void keep(const T &value) {
  asm volatile("" : : "g"(&value) : "memory");
}

std::string bytes_of(const char *path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

/// The processor time of this thread in nanoseconds: what else runs on the machine does not count.
double now() {
  timespec time;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

template <class Body>
int timed(long iterations, Body body) {
  for (long i = 0; i < iterations / 8 + 1; ++i) body();
  const double start = now();
  for (long i = 0; i < iterations; ++i) body();
  std::cout << (now() - start) / iterations << "\n";
  return 0;
}

[[noreturn]] void refuse(const char *why) {
  std::cerr << "cpp: " << why << "\n";
  std::exit(1);
}

template <class M>
int run(const std::string &operation, const std::string &input, const char *argument) {
  M message;
  if (!message.ParseFromString(input)) refuse("the input does not parse");
  if (operation == "rewrite") {
    std::cout << message.SerializeAsString();
    return 0;
  }
  if (operation == "equal") {
    M other;
    if (!other.ParseFromString(bytes_of(argument))) refuse("the other file does not parse");
    return google::protobuf::util::MessageDifferencer::Equals(message, other) ? 0 : 1;
  }
  const long iterations = std::stol(argument);
  if (operation == "encode") {
    return timed(iterations, [&] { keep(message.SerializeAsString()); });
  }
  if (operation == "encode-reuse") {
    std::vector<char> buffer(message.ByteSizeLong());
    return timed(iterations, [&] {
      if (message.ByteSizeLong() > buffer.size()) refuse("the message grew");
      message.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t *>(buffer.data()));
      keep(buffer);
    });
  }
  if (operation == "decode") {
    return timed(iterations, [&] {
      M fresh;
      if (!fresh.ParseFromString(input)) refuse("the input does not parse");
      keep(fresh);
    });
  }
  if (operation == "decode-arena") {
    std::vector<char> block(64 * 1024);
    google::protobuf::ArenaOptions options;
    options.initial_block = block.data();
    options.initial_block_size = block.size();
    return timed(iterations, [&] {
      google::protobuf::Arena arena(options);
      M *fresh = google::protobuf::Arena::CreateMessage<M>(&arena);
      if (!fresh->ParseFromString(input)) refuse("the input does not parse");
      keep(*fresh);
    });
  }
  refuse("unknown operation");
}

}  // namespace

int main(int count, char **arguments) {
  if (count != 5) refuse("expected MESSAGE OPERATION FILE ITERATIONS");
  const std::string message = arguments[1];
  const std::string input = bytes_of(arguments[3]);
  if (message == "request") return run<GetQuantumPersonalityRequest>(arguments[2], input, arguments[4]);
  return run<GetQuantumPersonalityResponse>(arguments[2], input, arguments[4]);
}
