package import AuditRecord

/// Files of one table that hold the same rows, which would count twice.
package enum RepeatedInputs {
  /// How much of a text is compared before all of it is [bytes].
  private static let sketchBytes = 1 << 20

  /// Throws if two files of one table are the same, as they are stored or in what they hold.
  ///
  /// - Parameters:
  ///   - tables: What was read of each table.
  ///   - digests: The digests that were made.
  package static func check(_ tables: [[InputReading]], digests: [InputFile: Digest]) throws(ReadError) {
    for inputs in tables {
      let inputs = inputs.filter { $0.rows > 0 }
      guard inputs.count > 1 else { continue }
      for same in groups(inputs, by: { digests[$0.file]?.hex }) {
        throw error(same, "they are the same file, with the same SHA-256")
      }
      for equal in groups(inputs.filter { !$0.file.isStream }, by: { "\($0.rows)" }) {
        var sketches: [Sketch: [InputReading]] = [:]
        for input in equal { sketches[try sketch(input.file), default: []].append(input) }
        for (sketch, found) in sketches where found.count > 1 {
          let first = found[0]
          var same = [first]
          for other in found.dropFirst() {
            let isSame = sketch.isWhole ? true : try areSame(first.file, other.file)
            if isSame { same.append(other) }
          }
          if same.count > 1 { throw error(same, "they hold the same rows") }
        }
        try checkContents(equal)
      }
    }
  }

  /// Throws if two files hold the same table in another spelling: another format, order of columns or of members, or quotes.
  private static func checkContents(_ inputs: [InputReading]) throws(ReadError) {
    var formats: Set<ColumnFormat?> = []
    for input in inputs { formats.insert(try TableContent.format(of: input.file)) }
    // What was written again in one format has its rows in their order, so that few rows tell most files apart. A database
    // writes a format in its own order.
    var alike = [inputs]
    if formats.count == 1 { alike = Array(contents(inputs, rows: headRows).values).filter { $0.count > 1 } }
    for inputs in alike {
      guard let same = contents(inputs).values.first(where: { $0.count > 1 }) else { continue }
      throw error(same, formats.count > 1 ? "they hold the same rows in several formats" : "they hold the same rows")
    }
  }

  /// How many rows are compared before all are.
  private static let headRows = 1_000

  /// Inputs by what they hold, or by their first rows. What cannot be read as a whole is not for here to say.
  private static func contents(_ inputs: [InputReading], rows: Int = .max) -> [TableContent: [InputReading]] {
    var contents: [TableContent: [InputReading]] = [:]
    for input in inputs {
      if let content = try? TableContent(input.file, rows: rows) { contents[content, default: []].append(input) }
    }
    return contents
  }

  /// Inputs that have something in common, in the order of the first of each.
  private static func groups(_ inputs: [InputReading], by key: (InputReading) -> String?) -> [[InputReading]] {
    var found: [String: [InputReading]] = [:]
    var order: [String] = []
    for input in inputs {
      guard let key = key(input) else { continue }
      if found[key] == nil { order.append(key) }
      found[key, default: []].append(input)
    }
    return order.compactMap { found[$0] }.filter { $0.count > 1 }
  }

  private static func error(_ same: [InputReading], _ why: String) -> ReadError {
    let names = same.prefix(10).map { Quoted.text($0.name) }.joined(separator: ", ")
    let more = same.count > 10 ? " and \(same.count - 10) more" : ""
    return ReadError(
      .repeatedInput, file: same[0].file.given,
      message: "these files would count \(same.count) times, for \(why): \(names)\(more)",
      hint: "name one of them; downloads called “x (1).csv” are copies")
  }

  // MARK: what a text holds

  /// The lines of the beginning of a text, in any order.
  private struct Sketch: Hashable {
    var sum: UInt64 = 0
    var lines = 0
    var bytes = 0
    var isWhole = false
  }

  private static func sketch(_ file: InputFile) throws(ReadError) -> Sketch {
    let lines = try Lines(file)
    var sketch = Sketch()
    while sketch.bytes < sketchBytes {
      guard let line = try lines.next() else {
        sketch.isWhole = true
        break
      }
      var hasher = Hasher()
      line.withUnsafeBytes { hasher.combine(bytes: $0) }
      hasher.combine(line.count)
      sketch.sum &+= UInt64(bitPattern: Int64(hasher.finalize()))
      sketch.lines += 1
      sketch.bytes += line.count + 1
    }
    return sketch
  }

  private static func areSame(_ one: InputFile, _ other: InputFile) throws(ReadError) -> Bool {
    let (left, right) = (try Lines(one), try Lines(other))
    while true {
      let (first, second) = (try left.next(), try right.next())
      guard first == second else { return false }
      if first == nil { return true }
    }
  }

  /// The lines of a text that are not blank, without their ends, or the rows of a file of columns.
  private final class Lines {
    private let stream: any ByteStream
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)
    private var filled = 0
    private var at = 0
    /// The rows of a file of columns, with those that were read last.
    private var rows: ColumnTable.Rows?
    private var columns: [Column] = []

    init(_ file: InputFile) throws(ReadError) {
      let stored = try FileBytes(file, hashing: false)
      let reader = TableReader(
        table: InputTable([file]), wanted: [], options: SourceOptions(), workers: Workers(count: 1, digests: nil),
        progress: TableProgress())
      // What has columns that cannot be read is compared as it is stored.
      if let table = try reader.columnTable(file, stored), let all = try? table.withAllColumns() {
        rows = try all.rows(of: 0..<all.file.parts)
        stream = stored
      } else {
        stream = try TextStream.open(stored, file)
      }
    }

    func next() throws(ReadError) -> [UInt8]? { rows == nil ? try line() : try row() }

    private func row() throws(ReadError) -> [UInt8]? {
      if at == filled {
        at = 0
        filled = try rows?.next(&columns, atMost: TableRows.capacity) ?? 0
        if filled == 0 { return nil }
      }
      defer { at += 1 }
      return Array(columns.map { $0.content(at) }.joined(separator: [0]))
    }

    private func line() throws(ReadError) -> [UInt8]? {
      var line: [UInt8] = []
      while true {
        if at == filled {
          at = 0
          filled = try fill()
          if filled == 0 { return line.isEmpty ? nil : line }
        }
        let end = buffer[at..<filled].firstIndex(of: UInt8(ascii: "\n"))
        line += buffer[at..<(end ?? filled)]
        at = end.map { $0 + 1 } ?? filled
        guard end != nil else { continue }
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        if !line.isEmpty { return line }
      }
    }

    private func fill() throws(ReadError) -> Int {
      do { return try buffer.withUnsafeMutableBytes { try stream.read(into: $0) } } catch let error as ReadError {
        throw error
      } catch { preconditionFailure("streams throw nothing else") }
    }
  }
}
