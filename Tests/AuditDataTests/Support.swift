import AuditData
import AuditRecord
import CZlib
import CZstd
import Glibc
import Testing

/// A folder of its own for a test, removed afterwards.
func withFolder<Result>(_ body: (String) throws -> Result) rethrows -> Result {
  var template = Array("/tmp/evenhand-XXXXXX".utf8CString)
  let path = template.withUnsafeMutableBufferPointer { String(cString: mkdtemp($0.baseAddress!)!) }
  defer {
    empty(path)
    rmdir(path)
  }
  return try body(path)
}

private func empty(_ folder: String) {
  var found = glob_t()
  defer { globfree(&found) }
  guard glob("\(folder)/*", 0, nil, &found) == 0 else { return }
  for path in (0..<Int(found.gl_pathc)).compactMap({ found.gl_pathv[$0].map { String(cString: $0) } })
  where remove(path) != 0 {
    empty(path)
    rmdir(path)
  }
}

/// Writes a file.
func write(_ bytes: some Sequence<UInt8>, to path: String) {
  let file = fopen(path, "wb")!
  let array = Array(bytes)
  let written = fwrite(array, 1, array.count, file)
  precondition(written == array.count)
  fclose(file)
}

/// Judged units by group and stratum labels (`?` for unknown) and cell.
typealias Table = [[Label]: [Int64]]

/// What a source says.
struct Outcome: Equatable {
  var table: Table
  var reading: DecisionReading
}

/// Reads everything in order into a table.
func read(_ source: DecisionSource) throws(ReadError) -> Outcome { outcome(of: try source.tally(threads: 1)) }

/// Expects that counting with any number of threads says what reading in order has said.
func expectTallies(
  of source: DecisionSource, like expected: Result<Outcome, ReadError>, threads: [Int] = [2, 3],
  _ comment: @autoclosure () -> Comment? = nil, at location: SourceLocation = #_sourceLocation
) {
  for threads in threads {
    let got: Result<Outcome, ReadError>
    do throws(ReadError) {
      got = .success(outcome(of: try source.tally(threads: threads)))
    } catch {
      got = .failure(error)
    }
    #expect(got == expected, comment() ?? "\(threads) threads", sourceLocation: location)
  }
}

/// What a tally says.
func outcome(of tally: DecisionTally) -> Outcome {
  let (layout, cells) = (tally.reading.layout, DecisionCell.allCases.count)
  var table: Table = [:]
  for (group, tuple) in layout.finest.enumerated() {
    let counts = Array(tally.counts[cells * group..<cells * (group + 1)])
    if counts.contains(where: { $0 > 0 }) {
      table.merge([labels(of: tuple, in: layout): counts]) { zip($0, $1).map(+) }
    }
  }
  return Outcome(table: table, reading: tally.reading)
}

/// The labels of a finest group.
func labels(of tuple: [Int32], in layout: DecisionLayout) -> [Label] {
  zip(layout.axes, tuple).map { $1 < 0 ? "?" : $0.labels[Int($1)] }
}

/// Reads texts as files, in blocks of a given size.
func read(
  _ texts: [some Sequence<UInt8>], _ columns: DecisionColumns, block: Int = 256 << 10, name: String = "data.csv",
  options: SourceOptions = SourceOptions()
) throws(ReadError) -> Outcome {
  var result: Result<Outcome, ReadError>?
  withFolder { folder in
    var files: [InputFile] = []
    for (index, text) in texts.enumerated() {
      write(text, to: "\(folder)/\(index)-\(name)")
      files.append(InputFile("\(folder)/\(index)-\(name)"))
    }
    var options = options
    options.blockBytes = block
    let source = DecisionSource(files: files, columns: columns, options: options)
    do throws(ReadError) { result = .success(try read(source)) } catch { result = .failure(error) }
    expectTallies(of: source, like: result!)
  }
  return try result!.get()
}

/// Reads a text.
func read(
  _ text: String, _ columns: DecisionColumns = simple, block: Int = 256 << 10, name: String = "data.csv",
  options: SourceOptions = SourceOptions()
) throws(ReadError) -> Outcome {
  try read([Array(text.utf8)], columns, block: block, name: name, options: options)
}

/// The error of reading a text.
func failure(
  _ text: String, _ columns: DecisionColumns = simple, name: String = "data.csv",
  options: SourceOptions = SourceOptions(), at location: SourceLocation = #_sourceLocation
) throws -> ReadError {
  try failure(Array(text.utf8), columns, name: name, options: options, at: location)
}

/// The error of reading bytes, the same for a small block as for a large one.
func failure(
  _ bytes: [UInt8], _ columns: DecisionColumns = simple, name: String = "data.csv",
  options: SourceOptions = SourceOptions(), at location: SourceLocation = #_sourceLocation
) throws -> ReadError {
  func one(_ block: Int) -> ReadError? {
    do throws(ReadError) {
      _ = try read([bytes], columns, block: block, name: name, options: options)
      return nil
    } catch { return error }
  }
  let large = try #require(one(256 << 10), sourceLocation: location)
  let small = try #require(one(16), sourceLocation: location)
  #expect(large.code == small.code && large.place == small.place, sourceLocation: location)
  return large
}

extension DecisionColumns {
  /// Columns of no file, with their labels one by one.
  init(
    subject: String? = nil, decision: String, favourable: [Label], unfavourable: [Label]? = nil,
    outcome: String? = nil, positive: [Label] = [], negative: [Label]? = nil, count: String? = nil,
    groups: [GroupColumn] = [], strata: [String] = [], unknown: [Label] = [""], delimiter: UInt8? = nil
  ) {
    self.init(
      InputTable([], delimiter: delimiter), subject: subject,
      labels: DecisionLabels(
        decision: decision, favourable: favourable, unfavourable: unfavourable, outcome: outcome, positive: positive,
        negative: negative, count: count, unknown: unknown),
      groups: groups, within: strata.map { Stratifier(column: $0, justification: nil, approvedBy: nil) })
  }
}

extension DecisionSource {
  /// Decisions in these files.
  init(files: [InputFile], columns: DecisionColumns, options: SourceOptions = SourceOptions()) {
    var columns = columns
    columns.table.files = files
    self.init(columns: columns, options: options)
  }
}

/// `decision` yes, groups `sex`.
let simple = DecisionColumns(decision: "decision", favourable: ["yes"], groups: [GroupColumn(name: "sex")])

extension ReadError {
  /// The place as people write it.
  var place: String { "\(line.map(String.init) ?? "-"):\(column.map(String.init) ?? "-")" }
}

/// A generator whose numbers are the same every time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// One gzip member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  precondition(
    deflateInit2_(
      &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, zlibVersion(), Int32(MemoryLayout<z_stream>.size))
      == Z_OK)
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1_000)
  return input.withUnsafeMutableBufferPointer { input in
    output.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return Array(output[..<Int(stream.total_out)])
    }
  }
}

/// One Zstandard frame, with a checksum.
func zstd(_ bytes: [UInt8]) -> [UInt8] {
  let context = ZSTD_createCCtx()
  defer { ZSTD_freeCCtx(context) }
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
  return [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { output, count in
    bytes.withUnsafeBytes { input in
      var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
      var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
      let left = ZSTD_compressStream2(context, &target, &source, ZSTD_e_end)
      precondition(left == 0, "the frame fits")
      count = target.pos
    }
  }
}
