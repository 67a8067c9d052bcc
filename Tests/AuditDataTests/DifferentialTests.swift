import AuditData
import AuditRecord
import Testing

@Suite("Reader against a scalar parser") struct DifferentialTests {
  private let columns = DecisionColumns(
    decision: "d", favourable: ["yes"], groups: [GroupColumn(name: "g"), GroupColumn(name: "h", column: "h é")])

  /// What the parser's rows mean, or the first fault in the order of the file.
  private func expected(_ bytes: [UInt8]) -> Result<(Table, Int64), ScalarParser.Fault> {
    let (rows, fault) = ScalarParser.parse(bytes)
    guard let header = rows.first?.fields else {
      return .failure(fault ?? ScalarParser.Fault(code: "empty-file", line: 0, column: 0))
    }
    let names = header.map { Label(String(decoding: $0, as: UTF8.self)) }
    let places = (["d", "g", "h é"] as [Label]).map { names.firstIndex(of: $0) }
    // Columns without a name may be several.
    let named = names.filter { !$0.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    if Set(named).count < named.count || places.contains(nil) {
      let code = Set(named).count < named.count ? "duplicate-column" : "missing-column"
      return .failure(ScalarParser.Fault(code: code, line: 0, column: 0))
    }
    var table: Table = [:]
    var missing: Int64 = 0
    func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }
    func trimmed(_ text: String) -> String {
      String(
        text.unicodeScalars.drop { $0.properties.isWhitespace }.reversed().drop { $0.properties.isWhitespace }
          .reversed()
          .map(Character.init))
    }
    for row in rows.dropFirst() {
      guard row.fields.count == header.count else {
        return .failure(ScalarParser.Fault(code: "ragged-row", line: row.line, column: 1))
      }
      let texts = places.map { String(decoding: row.fields[$0!], as: UTF8.self) }
      let groups = texts[1...].map { isBlank($0) ? Label("?") : Label($0) }
      if texts[0] != "yes", trimmed(texts[0]) == "yes" {
        return .failure(ScalarParser.Fault(code: "label-alike", line: 0, column: 0))
      }
      if isBlank(texts[0]) {
        missing += 1
      } else {
        table[groups, default: [0, 0, 0, 0, 0, 0]][texts[0].utf8.elementsEqual("yes".utf8) ? 2 : 5] += 1
      }
    }
    if fault == nil, !table.isEmpty, table.values.allSatisfy({ $0[2] == 0 }) {
      return .failure(ScalarParser.Fault(code: "no-such-label", line: 0, column: 0))
    }
    return fault.map { .failure($0) } ?? .success((table, missing))
  }

  private func check(_ bytes: [UInt8], _ blocks: [Int], in folder: String) {
    let wanted = expected(bytes)
    let path = "\(folder)/data.csv"
    write(bytes, to: path)
    for block in blocks {
      var options = SourceOptions()
      options.blockBytes = block
      let source = DecisionSource(files: [InputFile(path)], columns: columns, options: options)
      let got: Result<Outcome, ReadError>
      do throws(ReadError) { got = .success(try read(source)) } catch { got = .failure(error) }
      let text = String(decoding: bytes, as: UTF8.self).debugDescription
      expectTallies(of: source, like: got, threads: [2, 3], "tally, block \(block) of \(text)")
      switch (wanted, got) {
      case (.success((let table, let missing)), .success(let outcome)):
        let excluded = outcome.reading.rows.excluded.reduce(0) { $0 + $1.rows }
        #expect(outcome.table == table && excluded == missing, "block \(block) of \(text)")
      case (.failure(let fault), .failure(let error)):
        let sameplace = fault.line == 0 || (error.line == fault.line && error.column == fault.column)
        #expect(error.code == fault.code && sameplace, "block \(block) of \(text): \(fault), \(error)")
      default:
        Issue.record("block \(block) of \(text): \(wanted), \(got)")
      }
    }
  }

  private static let labels = [
    "", "a", "b", "male", "eightchr", "ninechars", "exactly sixteen!", "exactly seventeen",
    "a label of more than 24 bytes",
    "é", "e\u{301}", "日本", "🙂", "a,b", "line\nbreak", "crlf\r\nbreak", "say \"x\"", "\"", "\"\"", " ", "cr\r", "\t",
  ]

  private func field(_ text: String, _ random: inout SplitMix) -> String {
    let needsQuotes = text.utf8.contains { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }
    guard needsQuotes || Int.random(in: 0..<4, using: &random) == 0 else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      quoted.unicodeScalars.append(scalar)
      if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "\""
  }

  private func document(_ random: inout SplitMix) -> [UInt8] {
    let end = Bool.random(using: &random) ? "\n" : "\r\n"
    let header = ["g,note,d,h é", "d,g,\"h é\"", "h é,d,x,g"][Int.random(in: 0..<3, using: &random)]
    let width = header.utf8.count { $0 == 44 } + 1
    var text = (Int.random(in: 0..<4, using: &random) == 0 ? "\u{FEFF}" : "") + header + end
    for _ in 0..<Int.random(in: 0..<12, using: &random) {
      let decision = ["yes", "no", "", "yes"].randomElement(using: &random)!
      let texts = (0..<width).map { _ in
        field(Bool.random(using: &random) ? decision : Self.labels.randomElement(using: &random)!, &random)
      }
      text += texts.joined(separator: ",") + end
      if Int.random(in: 0..<8, using: &random) == 0 { text += end }
    }
    if Bool.random(using: &random) { text.unicodeScalars.removeLast(end.unicodeScalars.count) }
    return Array(text.utf8)
  }

  @Test("well-formed documents", arguments: 0..<4) func wellFormed(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    withFolder { folder in
      for _ in 0..<300 {
        let bytes = document(&random)
        check(bytes, [16, Int.random(in: 17..<100, using: &random), 8 << 10], in: folder)
      }
    }
  }

  @Test("damaged documents", arguments: 0..<4) func damaged(seed: Int) {
    var random = SplitMix(state: UInt64(1_000 + seed))
    let pieces: [[UInt8]] = [
      [34], [34, 34], [44], [10], [13], [13, 10], [0], [0xFF], [0xC3], [0xA9], [0xE2, 0x82], [65], [32], [10, 10], [],
    ]
    withFolder { folder in
      for _ in 0..<700 {
        var bytes = document(&random)
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          let at = Int.random(in: 0...bytes.count, using: &random)
          let end = min(bytes.count, at + Int.random(in: 0...2, using: &random))
          bytes.replaceSubrange(at..<end, with: pieces.randomElement(using: &random)!)
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { continue }
        check(bytes, [16, Int.random(in: 17..<100, using: &random), 8 << 10], in: folder)
      }
    }
  }

  @Test("every block boundary") func everyBoundary() {
    var random = SplitMix(state: 7)
    withFolder { folder in
      for _ in 0..<6 {
        let bytes = document(&random)
        check(bytes, Array(16..<(min(bytes.count, 300) + 20)), in: folder)
      }
    }
  }
}
