import Testing

@testable import RPC

@Suite("Service configs", .timeLimit(.minutes(2)))
struct ServiceConfigTests {
  static let full = """
    {
      "loadBalancingConfig": [{"grpclb": {}}, {"round_robin": {}}],
      "methodConfig": [
        {
          "name": [{"service": "a.B", "method": "C"}], "timeout": "1.5s", "waitForReady": true,
          "maxRequestMessageBytes": 1000, "maxResponseMessageBytes": "2000",
          "retryPolicy": {
            "maxAttempts": 9, "initialBackoff": "0.1s", "maxBackoff": "1s", "backoffMultiplier": 2,
            "retryableStatusCodes": ["UNAVAILABLE", 4]
          }
        },
        {
          "name": [{"service": "a.B"}],
          "hedgingPolicy": {"maxAttempts": 3, "hedgingDelay": "0.05s", "nonFatalStatusCodes": ["INTERNAL"]}
        },
        {"name": [{}], "waitForReady": false}
      ],
      "retryThrottling": {"maxTokens": 10, "tokenRatio": 0.12345},
      "somethingNew": {"that": "nobody knows"}
    }
    """

  @Test("every part of the JSON form is read, and attempts are held to five")
  func reads() throws {
    let config = try ServiceConfig(json: Self.full)
    #expect(config.loadBalancing == .roundRobin)
    #expect(config.retryThrottling == RetryThrottling(maxTokens: 10, tokenRatio: 0.123))
    let first = try #require(config.methods.first)
    #expect(first.timeout == .milliseconds(1500))
    #expect(first.waitForReady == true)
    #expect(first.maxRequestMessageBytes == 1000)
    #expect(first.maxReplyMessageBytes == 2000)
    let policy = RetryPolicy(
      maxAttempts: 5, initialBackoff: .milliseconds(100), maxBackoff: .seconds(1), backoffMultiplier: 2,
      retryableStatusCodes: [.unavailable, .deadlineExceeded])
    #expect(first.repetition == .retry(policy))
    let hedging = HedgingPolicy(
      maxAttempts: 3, hedgingDelay: .milliseconds(50), nonFatalStatusCodes: [.internal])
    #expect(config.methods[1].repetition == .hedging(hedging))
  }

  @Test("the most precise name wins")
  func lookup() throws {
    let table = MethodConfigTable(try ServiceConfig(json: Self.full).methods)
    let find = { (service: String, name: String) in
      table[MethodDescriptor(service: service, name: name, kind: .unary)]
    }
    #expect(find("a.B", "C")?.timeout == .milliseconds(1500))
    #expect(find("a.B", "D")?.repetition != nil)
    #expect(find("a.B", "D")?.timeout == nil)
    #expect(find("x.Y", "Z")?.waitForReady == false)
    #expect(MethodConfigTable([])[MethodDescriptor(service: "a", name: "b", kind: .unary)] == nil)
  }

  @Test(
    "what gRFC A6 does not allow is refused, and the error says where",
    arguments: [
      (#"["#, ""), (#"{"methodConfig": {}}"#, "methodConfig"),
      (#"{"methodConfig": [{"name": [{"method": "C"}]}]}"#, "methodConfig[0].name[0].method"),
      (#"{"methodConfig": [{"name": [{}]}, {"name": [{}]}]}"#, "methodConfig[1].name"),
      (#"{"methodConfig": [{"timeout": "soon"}]}"#, "methodConfig[0].timeout"),
      (#"{"methodConfig": [{"maxRequestMessageBytes": -1}]}"#, "methodConfig[0].maxRequestMessageBytes"),
      (#"{"methodConfig": [{"retryPolicy": {}}]}"#, "methodConfig[0].retryPolicy.maxAttempts"),
      (#"{"methodConfig": [{"retryPolicy": {"maxAttempts": 1}}]}"#, "methodConfig[0].retryPolicy.maxAttempts"),
      (
        #"{"methodConfig": [{"retryPolicy": {"maxAttempts": 2, "backoffMultiplier": 0}}]}"#,
        "methodConfig[0].retryPolicy.backoffMultiplier"
      ),
      (
        #"{"methodConfig": [{"retryPolicy": {"maxAttempts": 2, "backoffMultiplier": 1, "retryableStatusCodes": []}}]}"#,
        "methodConfig[0].retryPolicy.retryableStatusCodes"
      ),
      (
        #"{"methodConfig": [{"hedgingPolicy": {"maxAttempts": 2, "nonFatalStatusCodes": ["NEVER"]}}]}"#,
        "methodConfig[0].hedgingPolicy.nonFatalStatusCodes[0]"
      ),
      (#"{"retryThrottling": {"maxTokens": 1001, "tokenRatio": 1}}"#, "retryThrottling.maxTokens"),
      (#"{"retryThrottling": {"maxTokens": 1, "tokenRatio": 0}}"#, "retryThrottling.tokenRatio"),
      (#"{"loadBalancingConfig": [{"pick_first": {}, "round_robin": {}}]}"#, "loadBalancingConfig[0]"),
    ])
  func refuses(json: String, path: String) {
    let error = #expect(throws: ServiceConfigError.self) { try ServiceConfig(json: json) }
    #expect(error?.path == path)
  }

  @Test("a method is either retried or hedged")
  func notBoth() {
    let policies = """
      {"methodConfig": [{"hedgingPolicy": {"maxAttempts": 2}, "retryPolicy": {"maxAttempts": 2}}]}
      """
    #expect(throws: ServiceConfigError.self) { try ServiceConfig(json: policies) }
  }
}
