import AuditRecord

/// What a column of an Arrow stream holds, and how it is laid out.
///
/// Columnar format 1.5: <https://arrow.apache.org/docs/format/Columnar.html>; `Schema.fbs` of Apache Arrow.
struct ArrowType: Sendable {
  /// What is read as a column.
  enum Values: Sendable {
    case nothing
    case whole(bytes: Int, isSigned: Bool)
    case truth
    case decimals(bytes: Int)
    /// Whole numbers that stand for themselves divided by a power of ten.
    case fixed(bytes: Int, scale: Int)
    /// Days, or milliseconds of whole days, since 1 January 1970.
    case days(milliseconds: Bool)
    /// Fractions of a second since 1 January 1970, in UTC or by a clock of no known zone.
    case moments(perSecond: Int64, isUTC: Bool)
    case text(OffsetBytes)
    case views
    /// What is stepped over, by the words of an error.
    case other(String)
  }

  /// How wide offsets are [bytes].
  enum OffsetBytes: Int, Sendable { case four = 4, eight = 8 }

  /// The buffers of one node, the validity not counted.
  enum Buffers: Sendable {
    case none, data, offsetsAndData, views
    /// Offsets without data, and what else stands between nodes.
    case further(Int)
  }

  let values: Values
  let buffers: Buffers
  let hasValidity: Bool

  /// - Parameters:
  ///   - number: The type's number in the union of types.
  ///   - version: The version of the metadata, from 0.
  init(_ number: UInt8, _ table: FlatTable?, version: Int16) throws(ArrowFault) {
    func other(_ name: String, _ buffers: Buffers = .data, hasValidity: Bool = true) -> ArrowType {
      ArrowType(values: .other(name), buffers: buffers, hasValidity: hasValidity)
    }
    switch number {
    case 1: self.init(values: .nothing, buffers: .none, hasValidity: false)
    case 2:
      let bits = try table?.number(0, Int32(0)) ?? 0
      guard [8, 16, 32, 64].contains(bits) else { throw .damaged }
      self.init(
        values: .whole(bytes: Int(bits / 8), isSigned: try table?.truth(1, false) ?? false), buffers: .data,
        hasValidity: true)
    case 3:
      let precision = try table?.number(0, Int16(0)) ?? 0
      guard let width = [0: 2, 1: 4, 2: 8][precision] else { throw .damaged }
      self.init(values: .decimals(bytes: width), buffers: .data, hasValidity: true)
    case 4, 5: self.init(values: .text(.four), buffers: .offsetsAndData, hasValidity: true)
    case 6: self.init(values: .truth, buffers: .data, hasValidity: true)
    case 7:
      let (scale, bits) = (try table?.number(1, Int32(0)) ?? 0, try table?.number(2, Int32(128)) ?? 128)
      if [32, 64, 128].contains(bits), (0...22).contains(scale) {
        self.init(values: .fixed(bytes: Int(bits / 8), scale: Int(scale)), buffers: .data, hasValidity: true)
      } else {
        self = other("a wide decimal number")
      }
    case 8:
      let unit = try table?.number(0, Int16(1)) ?? 1
      guard unit == 0 || unit == 1 else { throw .damaged }
      self.init(values: .days(milliseconds: unit == 1), buffers: .data, hasValidity: true)
    case 9: self = other("a time of day")
    case 10:
      let unit = try table?.number(0, Int16(0)) ?? 0
      guard let perSecond = [0: 1, 1: 1_000, 2: 1_000_000, 3: 1_000_000_000][unit] as Int64? else { throw .damaged }
      let zone = try table?.text(1) ?? ""
      self.init(values: .moments(perSecond: perSecond, isUTC: !zone.isEmpty), buffers: .data, hasValidity: true)
    case 11, 18: self = other("a duration")
    case 12, 21: self = other("a list", .further(1))
    case 13: self = other("a struct", .none)
    case 14:
      let isDense = try table?.number(0, Int16(0)) ?? 0 == 1
      self = other("a union", .further(isDense ? 2 : 1), hasValidity: version < 4)
    case 15: self = other("binary")
    case 16: self = other("a list", .none)
    case 17: self = other("a map", .further(1))
    case 19, 20: self.init(values: .text(.eight), buffers: .offsetsAndData, hasValidity: true)
    case 22: self = other("run-end encoded", .none, hasValidity: false)
    case 23, 24: self.init(values: .views, buffers: .views, hasValidity: true)
    case 25, 26: self = other("a list", .further(2))
    default:
      throw .refused(
        FieldFault(
          code: .unsupportedColumn, message: "the Arrow stream has a column of a kind that is not known here",
          hint: "leave it out where the stream is written"))
    }
  }

  private init(values: Values, buffers: Buffers, hasValidity: Bool) {
    (self.values, self.buffers, self.hasValidity) = (values, buffers, hasValidity)
  }

  /// A column of numbers that are codes of a dictionary.
  static func codes(bytes: Int, isSigned: Bool) -> ArrowType {
    ArrowType(values: .whole(bytes: bytes, isSigned: isSigned), buffers: .data, hasValidity: true)
  }

  /// The mend where a column of this kind is named.
  static func hint(for kind: String) -> String {
    switch kind {
    case "a list", "a map": "write one row an item"
    case "a struct": "write each member as a column of its own"
    case "a wide decimal number": "cast it to a float, or to text where it is a label"
    case "a duration", "a time of day": "cast it to a number"
    default: "cast it to text, a number, a truth or a date"
    }
  }
}

/// A column of an Arrow stream, or a part of one.
struct ArrowField: Sendable {
  let name: String
  /// What its values are; of a column with a dictionary, what the dictionary holds.
  let type: ArrowType
  /// The dictionary that its codes belong to, and what the codes are.
  let dictionary: (id: Int64, codes: ArrowType)?
  let children: [ArrowField]

  /// How many columns a stream may have, parts of columns counted too, and how deep these may lie.
  private static let (most, deepest) = (100_000, 64)

  /// The columns of a schema.
  static func all(_ schema: FlatTable, version: Int16) throws(ArrowFault) -> [ArrowField] {
    guard try schema.number(0, Int16(0)) == 0 else {
      throw .refused(
        FieldFault(
          code: .unsupportedColumn, message: "the Arrow stream has its bytes in big-endian order",
          hint: "write it on another machine, or as CSV"))
    }
    var left = most
    return try fields(schema.tables(1), version, depth: 0, left: &left)
  }

  private static func fields(
    _ tables: [FlatTable], _ version: Int16, depth: Int, left: inout Int
  ) throws(ArrowFault) -> [ArrowField] {
    left -= tables.count
    guard left >= 0, depth <= deepest else {
      throw .refused(
        FieldFault(
          code: .unsupportedColumn, message: "the Arrow stream has more than \(PlainNumber.count(most)) columns",
          hint: "write the columns that the plan names"))
    }
    var fields: [ArrowField] = []
    for table in tables {
      let type = try ArrowType(table.number(2, UInt8(0)), table.table(3), version: version)
      var dictionary: (id: Int64, codes: ArrowType)?
      if let encoding = try table.table(4) {
        let bits = try encoding.table(1)?.number(0, Int32(32)) ?? 32
        let isSigned = try encoding.table(1)?.truth(1, false) ?? true
        guard [8, 16, 32, 64].contains(bits) else { throw .damaged }
        dictionary = (try encoding.number(0, Int64(0)), .codes(bytes: Int(bits / 8), isSigned: isSigned))
      }
      fields.append(
        ArrowField(
          name: try table.text(0) ?? "", type: type, dictionary: dictionary,
          children: try self.fields(table.tables(5), version, depth: depth + 1, left: &left)))
    }
    return fields
  }
}
