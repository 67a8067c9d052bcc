import Evenhand

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The clock and the machine of a run, for `run.json` alone.
struct RunClock {
  private let wallStart = time(nil)
  private let start = ContinuousClock.now

  /// Where builds must repeat, this moment stands in `run.json` and in the names of folders, and neither host nor duration
  /// is named. Whether a signature still counts is asked of the clock alone: build systems set this variable.
  private static let fixed = Environment.variables["SOURCE_DATE_EPOCH"].flatMap(Int.init)

  /// Whether builds must repeat, so that nothing may depend on what lies beside them.
  static var isFixed: Bool { fixed != nil }

  /// Today in UTC.
  static var today: CalendarDay { CalendarDay(secondsSince1970: now) }

  private static var now: Int { fixed ?? clock }

  /// Seconds since 1970 by the clock, whatever the environment says.
  static var clock: Int { Int(time(nil)) }

  func description(of record: SealedRecord, ranBy: String?, plan: String) -> RunDescription {
    let elapsed = (ContinuousClock.now - start).components
    let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds / 1_000_000_000_000_000) / 1000
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return RunDescription(
      startedAt: Moment(seconds: RunClock.fixed ?? Int(wallStart)).description,
      seconds: RunClock.fixed == nil ? seconds : 0,
      host: RunClock.fixed == nil ? host : nil, platform: RunClock.platform,
      command: ["evenhand"] + CommandLine.arguments.dropFirst(), version: Version.current,
      record: record.digest.hex, ranBy: ranBy, plan: plan)
  }

  private static var platform: String {
    #if os(Linux)
      let system = "Linux"
    #else
      let system = "macOS"
    #endif
    #if arch(x86_64)
      return "\(system) x86_64"
    #else
      return "\(system) arm64"
    #endif
  }
}

/// One line that counts rows on a terminal, for inputs that take longer than a blink.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now

  init(isShown: Bool) { self.isShown = isShown }

  func show(bytes: Int64, rows: Int64) {
    guard isShown, ContinuousClock.now - start > .milliseconds(500) else { return }
    _ = Output.write(
      "\r\(PlainNumber.count(Int(rows))) rows, \(PlainNumber.count(Int(bytes >> 20))) MiB\u{1B}[K", to: 2)
  }

  func clear() { if isShown { _ = Output.write("\r\u{1B}[K", to: 2) } }
}
