/// How often the holder of a key may call, and who has none may try.
package struct KeyLimits: Sendable, Hashable {
  /// What keys of the environment `poc` may do. 20 calls a second, 100 a minute, 10,000 a day.
  package var poc = QuotaPlan.poc
  /// What keys of the environment `prod` may do. 200,000 calls a second, 6,000,000 a minute, 2,000,000,000 a day.
  package var prod = QuotaPlan.prod
  /// What keys of the sandbox, `test`, may do: there is no quota, only what keeps a leaked one from being an attack. 1,000
  /// calls a second, and as many in every second of a minute or a day.
  package var test = QuotaPlan.test
  /// How many times as often as a key may call it may learn that an answer it has kept is still the present one, which costs
  /// no quota. 10.
  package var unchangedPerCall = 10
  /// Wrong keys that one network may show at once before it is slowed down; with a valid one it never is. 20.
  package var wrongKeysAtOnce = 20
  /// Time after which a network may show one more wrong key. 6 s, which is ten a minute.
  package var wrongKeyInterval = Duration.seconds(6)
  /// Most networks whose wrong keys are remembered; further ones share one allowance. 4,096.
  package var rememberedNetworks = 4_096
  /// Parts of the table of quotas, each with a lock, so that calls of different keys seldom meet. 1 to 256, the nearest of
  /// these for any other number. 16.
  package var quotaShards = 16 {
    didSet { quotaShards = max(1, min(256, quotaShards)) }
  }
  /// How often it is looked which keys rest, of which less is kept. 10 s.
  package var quotaTidying = Duration.seconds(10)

  /// The defaults; change what differs.
  package init() {}

  /// The plan of keys of an environment, or nil.
  package func plan(named name: String) -> QuotaPlan? { [poc, prod, test].first { $0.name == name } }
}
