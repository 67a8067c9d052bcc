import ArgumentParser

/// An amount of memory, such as `512MB`.
struct MemorySize: CustomStringConvertible {
  let bytes: Int

  /// The least that is granted.
  static let least = 1_000_000

  private static let units = [
    ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("KIB", 1 << 10),
    ("MIB", 1 << 20), ("GIB", 1 << 30), ("TIB", 1 << 40),
  ]

  init(bytes: Int) { self.bytes = bytes }

  /// A whole number and a unit: KB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB powers of 1024.
  ///
  /// - Throws: `ValidationError` if it is something else, less than 1 MB, or more than can be counted.
  init(_ text: String) throws {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let name = text[digits.endIndex...].uppercased()
    guard let number = Int(digits), let unit = Self.units.first(where: { $0.0 == name }) else {
      throw ValidationError("a size is a whole number and a unit, such as 512MB or 2GiB")
    }
    let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: unit.1)
    guard !isTooLarge else { throw ValidationError("no machine has that much") }
    guard bytes >= Self.least else { throw ValidationError("at least 1MB is needed") }
    self.bytes = bytes
  }

  var description: String { "\(bytes / 1_000_000)MB" }
}
