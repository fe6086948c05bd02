import Operations
import Testing

@Suite("Ranges of addresses", .timeLimit(.minutes(1)))
struct AddressRangeTests {
  @Test(
    "an address is in a range when it shares the bits of its prefix",
    arguments: [
      ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("192.0.2.64/26", "192.0.2.127", true),
      ("192.0.2.64/26", "192.0.2.128", false), ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
      ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("2001:db8::/33", "2001:db8:7fff::1", true),
      ("2001:db8::/33", "2001:db8:8000::1", false), ("::/0", "2001:db8::1", true), ("::1", "0:0::1", true),
      ("10.0.0.0/8", "::ffff:10.1.2.3", true), ("10.0.0.0/8", "", false), ("10.0.0.0/8", "unix", false),
    ] as [(String, String, Bool)])
  func contains(range: String, address: String, isIn: Bool) throws {
    #expect(try #require(AddressRange(range)).contains(address) == isIn)
  }

  @Test(
    "what is no range, or says more than its prefix, is refused",
    arguments: [
      "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.1/8", "10.0.0/8", "10.0.0.0/8/8", "::/129",
      "localhost", "10.0.0.0/8 ", "1.2.3.4:80",
    ])
  func refused(text: String) { #expect(AddressRange(text) == nil) }

  @Test(
    "the network of an address is itself, of an IPv6 address its first 64 bits",
    arguments: [
      ("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::1", "::/64"),
      ("unix:/a", "unix:/a"),
    ])
  func network(address: String, network: String) { #expect(AddressRange.network(of: address) == network) }

  @Test("a range reads as it was written", arguments: ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32", "::1"])
  func text(range: String) { #expect(AddressRange(range)?.description == range) }
}
