import RPC
import WireFormat

/// Sends messages through both codecs and through a server; ends with an error when one of them comes back changed.
@main
struct Main {
  static func main() async throws {
    var guest = Guest()
    (guest.name, guest.manner, guest.drink) = ("Ada", .formal, .water(330))
    guest.debts = ["Ada": 250]
    guest.arrival = GoogleProtobufTimestamp()
    guest.arrival?.seconds = 1_700_000_000
    guest.company = ["Bo", "Cy"].map { name in
      var friend = Guest()
      friend.name = name
      return friend
    }
    let bytes = guest.serializedBytes()
    try check(try Guest(serializedBytes: bytes) == guest, "the binary form of \(bytes.count) bytes")
    let json = try guest.jsonString()
    try check(try Guest(jsonString: json) == guest, "the JSON form \(json)")
    try check(House().schema.map(\.name).last == "greeter/v1/greeter.proto", "the schema")
    try await call(guest)
  }

  /// Calls the service over a socket of this machine.
  static func call(_ guest: Guest) async throws {
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]), services: [House()])
    let port = try await server.start()[0].port ?? 0
    defer { server.stop() }
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: port))
    defer { channel.close() }
    let client = GreeterClient(channel: channel)
    try check(try await client.greet(guest).text == "Good evening, Ada", "the greeting")
    var texts: [String] = []
    for try await greeting in try await client.greetAll(guest) { texts.append(greeting.text) }
    try check(texts == ["Good evening, Ada", "Hello, Bo", "Hello, Cy"], "the greetings \(texts)")
  }

  struct Changed: Error {
    let what: String
  }

  static func check(_ isRight: Bool, _ what: String) throws {
    guard isRight else { throw Changed(what: what) }
    print("ok: \(what)")
  }
}
