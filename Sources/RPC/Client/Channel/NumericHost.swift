internal import Glibc

/// Tells addresses from names.
enum NumericHost {
  /// Whether the text is an IPv4 address of four decimal numbers.
  static func isVersion4(_ host: String) -> Bool {
    var address = in_addr()
    return unsafe inet_pton(AF_INET, host, &address) == 1
  }

  /// Whether the text is an IPv6 address; a zone such as `%eth0` may follow.
  static func isVersion6(_ host: String) -> Bool {
    var address = in6_addr()
    let bare = String(host.prefix { $0 != "%" })
    return unsafe inet_pton(AF_INET6, bare, &address) == 1
  }

  /// Whether there is nothing to look up.
  static func isNumeric(_ host: String) -> Bool { isVersion4(host) || isVersion6(host) }
}
