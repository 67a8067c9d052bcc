/// One message of an Arrow stream, without its body.
enum ArrowMessage {
  case schema([ArrowField])
  case dictionary(id: Int64, isDelta: Bool, ArrowBatch, bodyBytes: Int)
  case rows(ArrowBatch, bodyBytes: Int)
  /// Something that is no table, such as a tensor.
  case other(bodyBytes: Int)
  case end

  /// The longest metadata of a message [bytes].
  private static let longest = 256 << 20

  /// The next message; its body follows in the input.
  init(_ input: ArrowInput) throws(ArrowFault) {
    var head = [UInt8](repeating: 0, count: 8)
    let received = try head.withUnsafeMutableBufferPointer { (bytes) throws(ArrowFault) in
      try input.read(into: UnsafeMutableRawBufferPointer(bytes))
    }
    // Without the mark of the end nobody can tell a whole stream from one whose writer failed between two batches.
    guard received == 8 else { throw .unfinished }
    let marks = head.withUnsafeBytes { bytes in
      (
        UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)),
        Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: Int32.self))
      )
    }
    guard marks.0 == .max else { throw .damaged }
    if marks.1 == 0 {
      self = .end
      return
    }
    guard marks.1 > 0, marks.1 <= Self.longest else { throw .damaged }
    let message = try FlatTable(root: input.take(Int(marks.1)))
    let version = try message.number(0, Int16(0))
    let bodyBytes = try message.number(3, Int64(0))
    guard bodyBytes >= 0, version >= 3 else { throw .damaged }
    let header = try message.table(2)
    switch (try message.number(1, UInt8(0)), header) {
    case (1, let schema?):
      guard bodyBytes == 0 else { throw .damaged }
      self = .schema(try ArrowField.all(schema, version: version))
    case (2, let batch?):
      guard let data = try batch.table(1) else { throw .damaged }
      self = .dictionary(
        id: try batch.number(0, Int64(0)), isDelta: try batch.truth(2, false), try ArrowBatch(data),
        bodyBytes: Int(bodyBytes))
    case (3, let batch?): self = .rows(try ArrowBatch(batch), bodyBytes: Int(bodyBytes))
    case (4, _?), (5, _?): self = .other(bodyBytes: Int(bodyBytes))
    default: throw .damaged
    }
  }
}

/// What the metadata of a batch say: how many rows, and where in the body their buffers lie.
struct ArrowBatch {
  enum Codec { case lz4, zstandard }

  let rows: Int
  /// The length and the number of nulls of each node [nodes].
  private let nodes: [(rows: Int, nulls: Int)]
  /// Where each buffer lies in the body [buffers].
  private let buffers: [Range<Int>]
  let codec: Codec?
  private let variadic: [Int]

  init(_ table: FlatTable) throws(ArrowFault) {
    func size(_ number: Int64) throws(ArrowFault) -> Int {
      guard number >= 0, number <= 1 << 48 else { throw .damaged }
      return Int(number)
    }
    rows = try size(table.number(0, Int64(0)))
    let counts = try table.numbers(1, width: 2)
    var nodes: [(rows: Int, nulls: Int)] = []
    for index in stride(from: 0, to: counts.count, by: 2) {
      nodes.append((try size(counts[index]), try size(counts[index + 1])))
    }
    let places = try table.numbers(2, width: 2)
    var buffers: [Range<Int>] = []
    for index in stride(from: 0, to: places.count, by: 2) {
      let start = try size(places[index])
      buffers.append(start..<(start + (try size(places[index + 1]))))
    }
    if let compression = try table.table(3) {
      let codec = try compression.number(0, Int8(0))
      guard try compression.number(1, Int8(0)) == 0, codec == 0 || codec == 1 else { throw .damaged }
      self.codec = codec == 0 ? .lz4 : .zstandard
    } else {
      codec = nil
    }
    var variadic: [Int] = []
    for number in try table.numbers(4) { variadic.append(try size(number)) }
    (self.nodes, self.buffers, self.variadic) = (nodes, buffers, variadic)
  }

  /// Where the buffers of one column lie.
  struct Place {
    let nulls: Int
    let validity: Range<Int>?
    let buffers: [Range<Int>]
  }

  /// Where the buffers of some columns of all lie.
  ///
  /// - Parameters:
  ///   - fields: All columns, of which each takes its nodes and buffers.
  ///   - wanted: Which of them.
  func places(of fields: [ArrowField], wanted: Set<Int>) throws(ArrowFault) -> [Int: Place] {
    var walk = Walk(self)
    var places: [Int: Place] = [:]
    for (index, field) in fields.enumerated() {
      let place = try walk.step(field)
      guard wanted.contains(index) else { continue }
      guard place.rows == rows, place.place.nulls <= rows else { throw .damaged }
      places[index] = place.place
    }
    return places
  }

  /// Goes over nodes and buffers in the order of the schema.
  private struct Walk {
    private let batch: ArrowBatch
    private var (node, buffer, variadic) = (0, 0, 0)

    init(_ batch: ArrowBatch) { self.batch = batch }

    mutating func step(_ field: ArrowField) throws(ArrowFault) -> (rows: Int, place: Place) {
      // A column with a dictionary is its codes; what the dictionary holds has batches of its own.
      let type = field.dictionary?.codes ?? field.type
      guard node < batch.nodes.count else { throw .damaged }
      let (rows, nulls) = batch.nodes[node]
      node += 1
      let validity = type.hasValidity ? try next(1).first : nil
      let count: Int
      switch type.buffers {
      case .none: count = 0
      case .data: count = 1
      case .offsetsAndData: count = 2
      case .further(let number): count = number
      case .views:
        guard variadic < batch.variadic.count else { throw .damaged }
        count = 1 + batch.variadic[variadic]
        variadic += 1
      }
      let place = Place(nulls: nulls, validity: validity, buffers: try next(count))
      if field.dictionary == nil { for child in field.children { _ = try step(child) } }
      return (rows, place)
    }

    private mutating func next(_ count: Int) throws(ArrowFault) -> [Range<Int>] {
      guard count <= batch.buffers.count - buffer else { throw .damaged }
      defer { buffer += count }
      return Array(batch.buffers[buffer..<(buffer + count)])
    }
  }
}
