import EnrichmentSchema
package import RPC
package import Transport
import WireFormat

/// The end of a deprecated method, as `(spots.options.v1.lifecycle)` on it says, in the fields that answers tell it by.
package struct MethodLifecycle: Sendable, Hashable {
  /// The day since which the method is deprecated.
  let deprecated: LifecycleDay
  /// The day from which on it may be gone; nil while none is set.
  let sunset: LifecycleDay?
  /// Full name of the method to call in its place; empty when there is none.
  let successor: String

  /// The least time between the two days.
  static let leastNotice = 180

  /// What a method's options say of its end; nil when they say nothing.
  /// - Throws: `UnusableLifecycle` for days that are none, or too close together.
  package init?(_ method: MethodDescriptor) throws(UnusableLifecycle) {
    let options: SpotsOptionsV1LifecycleMethodOptions
    do { options = try SpotsOptionsV1LifecycleMethodOptions(serializedBytes: method.options) } catch {
      throw UnusableLifecycle(method: method, fault: "cannot be read: \(error)")
    }
    guard let lifecycle = options.lifecycle else { return nil }
    guard let deprecated = LifecycleDay(lifecycle.deprecatedOn) else {
      throw UnusableLifecycle(method: method, fault: "needs a deprecated_on such as 2027-01-31")
    }
    self.deprecated = deprecated
    successor = lifecycle.successor
    guard !lifecycle.sunsetOn.isEmpty else {
      sunset = nil
      return
    }
    guard let sunset = LifecycleDay(lifecycle.sunsetOn), sunset.number - deprecated.number >= Self.leastNotice else {
      throw UnusableLifecycle(
        method: method,
        fault: "needs a sunset_on such as 2027-07-31, \(Self.leastNotice) days after the other day or later")
    }
    self.sunset = sunset
  }

  /// The fields of every answer to the method: `Deprecation` (RFC 9745), `Sunset` (RFC 8594), and where to read of it.
  package var fields: [HeaderField] {
    var fields = [HeaderField("deprecation", "@\(deprecated.seconds)")]
    if let sunset { fields.append(HeaderField("sunset", sunset.httpDate)) }
    fields.append(HeaderField("link", "</docs#stability>; rel=\"deprecation\"; type=\"text/html\""))
    return fields
  }
}

/// A day of the calendar, whose midnight in UTC is meant.
struct LifecycleDay: Sendable, Hashable {
  private let day: CivilDate

  /// A day written as `2027-01-31`; nil for a text that is none.
  init?(_ text: String) {
    guard let time = CivilTime(text + "T00:00:00Z", as: .rfc3339) else { return nil }
    day = time.date
  }

  /// Days since 1970-01-01.
  var number: Int { day.daysSince1970 }

  /// Seconds since 1970.
  var seconds: Int { number * 86_400 }

  /// The day as HTTP writes dates: `Sun, 31 Jan 2027 00:00:00 GMT`.
  var httpDate: String {
    // The first day of 1970 was a Thursday.
    let weekday = Self.weekdays[((number % 7) + 7) % 7]
    return "\(weekday), \(day.day < 10 ? "0" : "")\(day.day) \(Self.months[day.month - 1]) \(day.year) 00:00:00 GMT"
  }

  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

/// A lifecycle that cannot be obeyed; its text says whose, and what is wrong.
package struct UnusableLifecycle: Error, Sendable, Hashable, CustomStringConvertible {
  /// The method with the option.
  package let method: MethodDescriptor
  /// What is wrong, as the end of a sentence that begins with the option.
  package let fault: String

  /// The whole sentence.
  package var description: String { "(spots.options.v1.lifecycle) of \(method.path) \(fault)" }
}
