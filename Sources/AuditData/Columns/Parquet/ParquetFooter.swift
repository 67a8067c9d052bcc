/// What the end of a Parquet file says: its columns, and where its row groups stand.
struct ParquetFooter: Sendable {
  /// A column at the top of the schema.
  struct Column: Sendable {
    let name: String
    /// Its place among the columns that are stored, those within others counted.
    let leaf: Int
    /// How its values are stored and what they are; nothing where it is not read here.
    let values: Values?
    /// What it is stored as, in words, where that is not read.
    var refusal = ""
    /// Whether a row may have no value.
    let isOptional: Bool
  }

  /// How values are stored, and what they are.
  struct Values: Sendable {
    let physical: Physical
    let meaning: Meaning
  }

  /// How values are stored, by the number of the format.
  enum Physical: Int64, Sendable {
    case boolean = 0, int32, int64, int96, float, double, byteArray, fixedLengthByteArray
  }

  /// What values are.
  enum Meaning: Sendable, Hashable {
    case text, truth, number
    case whole(isSigned: Bool)
    case day
    case moment(perSecond: Int64, isUTC: Bool)
    /// A whole number of units of 10 to the power of −`scale`.
    case decimal(scale: Int)
  }

  /// Some rows whose columns stand together.
  struct Group: Sendable {
    /// Where its description begins in the footer.
    let place: Int
    let rows: Int
    /// As stored [bytes].
    let bytes: Int
  }

  /// The values of one column in a row group.
  struct Chunk {
    var physical: Int64 = -1
    var codec: Int64 = 0
    var values: Int64 = 0
    var size: Int64 = 0
    var data: Int64 = 0
    var dictionary: Int64?
    var isElsewhere = false
    var isEncrypted = false
  }

  let columns: [Column]
  let groups: [Group]
  private let bytes: [UInt8]

  /// Reads a footer.
  init(_ bytes: [UInt8]) throws(ThriftReader.Fault) {
    self.bytes = bytes
    var reader = ThriftReader(bytes)
    var elements: [Element] = []
    var groups: [Group] = []
    var rows: Int64 = -1
    try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
      switch id {
      case 2:
        for _ in 0..<(try reader.list(kind).count) { elements.append(try Element(&reader)) }
      case 3: rows = try reader.number(kind)
      case 4:
        for _ in 0..<(try reader.list(kind).count) { groups.append(try Group(&reader)) }
      default: try reader.skip(kind)
      }
    }
    columns = try Self.columns(of: elements)
    var sum = 0
    for group in groups {
      let (next, isOver) = sum.addingReportingOverflow(group.rows)
      guard !isOver else { throw ThriftReader.Fault(isAtEnd: false) }
      sum = next
    }
    guard sum == rows else { throw ThriftReader.Fault(isAtEnd: false) }
    self.groups = groups
  }

  /// The chunks of some columns, by their leaves, in a row group.
  func chunks(of group: Int, leaves: [Int]) throws(ThriftReader.Fault) -> [Chunk] {
    var reader = ThriftReader(bytes, at: groups[group].place)
    var found = [Chunk?](repeating: nil, count: leaves.count)
    try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
      guard id == 1 else { return try reader.skip(kind) }
      for leaf in 0..<(try reader.list(kind).count) {
        let wanted = leaves.indices.filter { leaves[$0] == leaf }
        guard !wanted.isEmpty else {
          try reader.skip(.structure)
          continue
        }
        let chunk = try Chunk(&reader)
        for index in wanted { found[index] = chunk }
      }
    }
    let chunks = found.compactMap { $0 }
    guard chunks.count == leaves.count else { throw ThriftReader.Fault(isAtEnd: false) }
    return chunks
  }

  // MARK: columns

  /// A part of the schema.
  private struct Element {
    var physical: Int64?
    var repetition: Int64 = 0
    var name = ""
    var children: Int64 = 0
    var converted: Int64?
    var scale: Int64 = 0
    var logical: Logical?

    init(_ reader: inout ThriftReader) throws(ThriftReader.Fault) {
      var made = Element()
      try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
        switch id {
        case 1: made.physical = try reader.number(kind)
        case 3: made.repetition = try reader.number(kind)
        case 4: made.name = try reader.text(kind)
        case 5: made.children = try reader.number(kind)
        case 6: made.converted = try reader.number(kind)
        case 7: made.scale = try reader.number(kind)
        case 10: made.logical = try Logical(&reader, kind)
        default: try reader.skip(kind)
        }
      }
      self = made
    }

    private init() {}
  }

  /// What a column means, beyond how it is stored.
  private struct Logical {
    var id = 0
    var scale: Int64 = 0
    var isSigned = true
    var isUTC = false
    var unit = 0

    init(_ reader: inout ThriftReader, _ kind: ThriftReader.Kind) throws(ThriftReader.Fault) {
      guard kind == .structure else { throw ThriftReader.Fault(isAtEnd: false) }
      var made = Logical()
      try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
        made.id = id
        guard kind == .structure, [5, 8, 10].contains(id) else { return try reader.skip(kind) }
        try reader.fields { (reader, part, kind) throws(ThriftReader.Fault) in
          switch (id, part) {
          case (5, 1): made.scale = try reader.number(kind)
          case (8, 1): made.isUTC = try reader.truth(kind)
          case (8, 2) where kind == .structure:
            try reader.fields { (reader, unit, kind) throws(ThriftReader.Fault) in
              made.unit = unit
              try reader.skip(kind)
            }
          case (10, 2): made.isSigned = try reader.truth(kind)
          default: try reader.skip(kind)
          }
        }
      }
      self = made
    }

    private init() {}
  }

  /// The columns at the top of a schema, whose elements stand in it one after the other, each before those within it.
  private static func columns(of elements: [Element]) throws(ThriftReader.Fault) -> [Column] {
    guard let root = elements.first, root.children >= 0 else { throw ThriftReader.Fault(isAtEnd: false) }
    var columns: [Column] = []
    var (at, leaf) = (1, 0)
    for _ in 0..<root.children {
      guard at < elements.count else { throw ThriftReader.Fault(isAtEnd: false) }
      let element = elements[at]
      guard element.children > 0 else {
        columns.append(column(element, leaf: leaf))
        (at, leaf) = (at + 1, leaf + 1)
        continue
      }
      let what =
        element.logical?.id == 3 || element.converted == 3
        ? "a list"
        : element.logical?.id == 2 || element.converted == 1 ? "a map" : "a structure"
      columns.append(Column(name: element.name, leaf: leaf, values: nil, refusal: what, isOptional: true))
      // What is still to come: of this element and those within it.
      var open = 1 as Int64
      while open > 0 {
        guard at < elements.count, elements[at].children >= 0 else { throw ThriftReader.Fault(isAtEnd: false) }
        if elements[at].children == 0 { leaf += 1 }
        let (sum, isOver) = (open - 1).addingReportingOverflow(elements[at].children)
        guard !isOver else { throw ThriftReader.Fault(isAtEnd: false) }
        (open, at) = (sum, at + 1)
      }
    }
    return columns
  }

  private static func column(_ element: Element, leaf: Int) -> Column {
    var (values, refusal): (Values?, String) = (nil, "")
    if element.repetition == 2 {
      refusal = "a list"
    } else if let physical = element.physical.flatMap({ Physical(rawValue: $0) }) {
      switch meaning(element, physical) {
      case .read(let meaning): values = Values(physical: physical, meaning: meaning)
      case .refused(let what): refusal = what
      }
    } else {
      refusal = "a type of number \(element.physical ?? -1)"
    }
    return Column(
      name: element.name, leaf: leaf, values: values, refusal: refusal, isOptional: element.repetition != 0)
  }

  private enum Reading {
    case read(Meaning)
    /// What it is stored as, in words.
    case refused(String)
  }

  /// The words of annotations that are not read, by their numbers: logical ones, and converted ones.
  private static let annotations: (logical: [Int: String], converted: [Int64: String]) = (
    [7: "TIME", 13: "BSON", 14: "UUID", 15: "FLOAT16", 16: "VARIANT", 17: "GEOMETRY", 18: "GEOGRAPHY"],
    [7: "TIME", 8: "TIME", 20: "BSON", 21: "INTERVAL"]
  )

  private static func meaning(_ element: Element, _ physical: Physical) -> Reading {
    let (logical, converted) = (element.logical?.id ?? 0, element.converted)
    if let word = annotations.logical[logical] ?? converted.flatMap({ annotations.converted[$0] }) {
      return .refused(word)
    }
    let isDecimal = logical == 5 || converted == 5
    let scale = logical == 5 ? element.logical?.scale ?? 0 : element.scale
    switch physical {
    case .boolean: return .read(.truth)
    case .float, .double: return .read(.number)
    case .int96: return .refused("INT96")
    case .fixedLengthByteArray: return .refused("FIXED_LEN_BYTE_ARRAY")
    case .byteArray: return isDecimal ? .refused("DECIMAL in BYTE_ARRAY") : .read(.text)
    case .int32, .int64:
      if isDecimal {
        guard (0...22).contains(scale) else { return .refused("DECIMAL of scale \(scale)") }
        return .read(scale == 0 ? .whole(isSigned: true) : .decimal(scale: Int(scale)))
      }
      if logical == 6 || converted == 6 { return physical == .int32 ? .read(.day) : .refused("DATE in INT64") }
      if logical == 8 || converted == 9 || converted == 10 {
        guard physical == .int64 else { return .refused("TIMESTAMP in INT32") }
        let unit = logical == 8 ? element.logical?.unit ?? 0 : converted == 9 ? 1 : 2
        guard (1...3).contains(unit) else { return .refused("TIMESTAMP of an unknown unit") }
        let isUTC = logical == 8 ? element.logical?.isUTC ?? false : true
        return .read(.moment(perSecond: [1_000, 1_000_000, 1_000_000_000][unit - 1], isUTC: isUTC))
      }
      let isUnsigned = logical == 10 ? element.logical?.isSigned == false : (11...14).contains(converted ?? 0)
      return .read(.whole(isSigned: !isUnsigned))
    }
  }
}

extension ParquetFooter.Group {
  fileprivate init(_ reader: inout ThriftReader) throws(ThriftReader.Fault) {
    let place = reader.at
    var (rows, bytes, packed): (Int64, Int64, Int64) = (-1, 0, 0)
    try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
      switch id {
      case 2: bytes = try reader.number(kind)
      case 3: rows = try reader.number(kind)
      case 6: packed = try reader.number(kind)
      default: try reader.skip(kind)
      }
    }
    guard rows >= 0 else { throw ThriftReader.Fault(isAtEnd: false) }
    self.init(place: place, rows: Int(rows), bytes: Int(max(0, packed > 0 ? packed : bytes)))
  }
}

extension ParquetFooter.Chunk {
  fileprivate init(_ reader: inout ThriftReader) throws(ThriftReader.Fault) {
    var chunk = Self()
    var hasMetadata = false
    try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
      switch id {
      case 1:
        chunk.isElsewhere = true
        try reader.skip(kind)
      case 3 where kind == .structure:
        hasMetadata = true
        try reader.fields { (reader, id, kind) throws(ThriftReader.Fault) in
          switch id {
          case 1: chunk.physical = try reader.number(kind)
          case 4: chunk.codec = try reader.number(kind)
          case 5: chunk.values = try reader.number(kind)
          case 7: chunk.size = try reader.number(kind)
          case 9: chunk.data = try reader.number(kind)
          case 11: chunk.dictionary = try reader.number(kind)
          default: try reader.skip(kind)
          }
        }
      case 8, 9:
        chunk.isEncrypted = true
        try reader.skip(kind)
      default: try reader.skip(kind)
      }
    }
    guard hasMetadata || chunk.isEncrypted else { throw ThriftReader.Fault(isAtEnd: false) }
    self = chunk
  }
}
