import ArgumentParser

/// An amount of memory, such as `512MB`.
struct MemorySize: ExpressibleByArgument {
  let bytes: Int

  /// The least that is granted.
  static let least = 1_000_000

  private static let units = [
    ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("KIB", 1 << 10),
    ("MIB", 1 << 20), ("GIB", 1 << 30), ("TIB", 1 << 40),
  ]

  init(bytes: Int) { self.bytes = bytes }

  /// A whole number and a unit: KB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB powers of 1024. Nothing if it is
  /// something else, less than 1 MB, or more than can be counted.
  init?(argument: String) {
    let digits = argument.prefix { $0.isASCII && $0.isNumber }
    let name = argument[digits.endIndex...].uppercased()
    guard let number = Int(digits), let unit = Self.units.first(where: { $0.0 == name }) else { return nil }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit.1)
    guard !isTooLarge, bytes >= Self.least else { return nil }
    self.bytes = bytes
  }

  var defaultValueDescription: String { "\(bytes / 1_000_000)MB" }
}
