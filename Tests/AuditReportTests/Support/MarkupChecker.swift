/// Finds what is wrong with a page: tags that do not close, ids that occur twice, text that is not escaped.
///
/// It reads bytes and knows just what our pages use, so it is stricter than a browser and quick enough for every test.
struct MarkupChecker {
  struct Tag {
    var name: String
    var attributes: [String: String]
  }

  private static let void: Set = ["meta", "hr", "br"]
  private static let entities: Set = ["amp", "lt", "gt", "quot", "#39", "#35", "#58"]

  private(set) var problems: [String] = []
  private(set) var tags: [Tag] = []
  private var open: [String] = []
  private let bytes: [UInt8]

  init(_ page: String) {
    bytes = Array(page.utf8)
    var position = 0
    while let start = next("<", from: position) {
      checkText(position..<start)
      guard let end = endOfTag(from: start) else {
        problems.append("a tag that does not end: \(text(start..<min(start + 40, bytes.count)))")
        return
      }
      read(text(start + 1..<end))
      position = end + 1
      if open.last == "style" { position = next("<", from: position) ?? bytes.count }
    }
    checkText(position..<bytes.count)
    if !open.isEmpty { problems.append("not closed: \(open)") }
    checkIds()
  }

  private func next(_ character: Unicode.Scalar, from start: Int) -> Int? {
    bytes[start...].firstIndex(of: UInt8(ascii: character))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func endOfTag(from start: Int) -> Int? {
    var isQuoted = false
    for index in start..<bytes.count {
      if bytes[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if bytes[index] == UInt8(ascii: ">"), !isQuoted { return index }
    }
    return nil
  }

  private mutating func checkText(_ range: Range<Int>) {
    var position = range.lowerBound
    while position < range.upperBound {
      switch bytes[position] {
      case UInt8(ascii: ">"): problems.append("a bare > near \(text(position..<range.upperBound).prefix(40))")
      case UInt8(ascii: "&"):
        let end = bytes[position..<range.upperBound].firstIndex(of: UInt8(ascii: ";")) ?? range.upperBound
        if !MarkupChecker.entities.contains(text(position + 1..<end)) {
          problems.append("a bare & near \(text(position..<min(position + 20, range.upperBound)))")
        }
      case 0..<0x20 where bytes[position] != 0x0A, 0x7F: problems.append("a control character \(bytes[position])")
      default: break
      }
      position += 1
    }
  }

  private mutating func read(_ tag: String) {
    if tag == "!DOCTYPE html" { return }
    if tag.hasPrefix("/") {
      if open.popLast() != String(tag.dropFirst()) { problems.append("<\(tag)> closes nothing") }
      return
    }
    let name = String(tag.prefix { $0 != " " && $0 != "/" && $0 != "\n" })
    var attributes: [String: String] = [:]
    let pieces = tag.dropFirst(name.count).split(separator: "\"", omittingEmptySubsequences: false)
    for index in stride(from: 0, to: pieces.count - 1, by: 2) {
      let key = String(pieces[index].filter { $0 != " " && $0 != "\n" && $0 != "=" })
      if attributes.updateValue(String(pieces[index + 1]), forKey: key) != nil {
        problems.append("attribute twice: \(key)")
      }
      if pieces[index + 1].utf8.contains(UInt8(ascii: "<")) { problems.append("a bare < in \(key)") }
    }
    tags.append(Tag(name: name, attributes: attributes))
    if !tag.hasSuffix("/"), !MarkupChecker.void.contains(name) { open.append(name) }
  }

  private mutating func checkIds() {
    var seen: Set<String> = []
    for id in tags.compactMap({ $0.attributes["id"] }) where !seen.insert(id).inserted {
      problems.append("id twice: \(id)")
    }
    for target in tags.flatMap({ ($0.attributes["aria-labelledby"] ?? "").split(separator: " ") })
    where !seen.contains(String(target)) {
      problems.append("labelled by nothing: \(target)")
    }
  }
}
