import AuditInputs
import AuditRecord

/// Writes rows of a table as an extract has them.
final class ExtractWriter {
  private let columns: [ExtractColumn]
  private let format: TableFormat
  private let delimiter: UInt8
  private let pseudonyms: [Pseudonyms?]
  private let notes: ExtractNotes
  private let isOfPeople: Bool
  private var hasHeader = false
  /// The last id of each column and its pseudonym: rows of one person often stand together.
  private var last: [(id: [UInt8], pseudonym: [UInt8])]

  init(
    _ columns: [ExtractColumn], format: TableFormat, delimiter: UInt8, key: PseudonymKey, epoch: String,
    notes: ExtractNotes, isOfPeople: Bool
  ) {
    self.columns = columns
    self.format = format
    self.delimiter = delimiter
    pseudonyms = columns.map {
      if case .pseudonym(let domain) = $0.form { key.pseudonyms(domain, epoch: epoch) } else { nil }
    }
    self.notes = notes
    self.isOfPeople = isOfPeople
    last = columns.map { _ in ([], []) }
  }

  /// The header where no row was written.
  func headerIfMissing() -> [UInt8] { hasHeader ? [] : header(isSequence: columns.map { _ in false }) }

  private func header(isSequence: [Bool]) -> [UInt8] {
    hasHeader = true
    guard format.names == nil else { return [] }
    let names = zip(columns, isSequence).compactMap { column, isSequence -> [UInt8]? in
      if case .left = column.form { return nil }
      return field(Array((column.name + (format == .recBole ? isSequence ? ":token_seq" : ":token" : "")).utf8))
    }
    return Array(names.joined(separator: [delimiter])) + [UInt8(ascii: "\n")]
  }

  /// The text of some rows, with the header before the first.
  func text(_ rows: TableRows) -> [UInt8] {
    var text: [UInt8] = []
    if !hasHeader {
      text = header(
        isSequence: rows.columns.map { if case .text(let text) = $0 { text.isSequence } else { false } })
    }
    for row in 0..<rows.count {
      var (raw, written, fields): ([UInt8], [UInt8], [[UInt8]?]) = ([], [], [])
      var people = 1
      for (index, column) in columns.enumerated() {
        let content = rows.columns[index].content(row)
        let found = self.written(content, index)
        if column.isOfLabels { notes.note(label: content) }
        if column.isCount { people = Int(String(decoding: content, as: UTF8.self)) ?? 0 }
        if column.isQuasiIdentifier {
          raw += content + [0x1F]
          if let found { written += found + [0x1F] }
        }
        fields.append(found)
      }
      if isOfPeople { notes.note(people: people, raw: raw, written: written) }
      text += line(fields)
    }
    return text
  }

  /// What is written in place of a field; nil for one that is left out.
  private func written(_ content: [UInt8], _ index: Int) -> [UInt8]? {
    switch columns[index].form {
    case .same: return content
    case .left: return nil
    case .binned(let bins):
      return bins.text(for: String(decoding: content, as: UTF8.self)).map { Array($0.utf8) } ?? content
    case .pseudonym(let domain):
      guard let pseudonyms = pseudonyms[index], !content.isEmpty else { return content }
      if last[index].id != content {
        if domain == .person { notes.note(id: content) }
        last[index] = (content, pseudonyms.pseudonym(of: content))
      }
      return last[index].pseudonym
    }
  }

  private func line(_ fields: [[UInt8]?]) -> [UInt8] {
    guard let names = format.names else {
      let shown = fields.compactMap { $0.map(field) }
      let text = Array(shown.joined(separator: [delimiter]))
      // An empty line would be no row.
      return (text.isEmpty ? Array("\"\"".utf8) : text) + [UInt8(ascii: "\n")]
    }
    // Of a format without a header each field has its place, and what no audit reads stands for nothing.
    let shown = names.map { name in
      columns.firstIndex { $0.name == name }.flatMap { fields[$0] } ?? Array((name == "Q0" ? "Q0" : "0").utf8)
    }
    return Array(shown.joined(separator: [delimiter])) + [UInt8(ascii: "\n")]
  }

  /// A field as delimited text has it, in quotes where it needs them.
  private func field(_ content: [UInt8]) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard content.contains(where: { $0 == delimiter || $0 == quote || $0 == 0x0A || $0 == 0x0D }) else {
      return content
    }
    return [quote] + content.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
