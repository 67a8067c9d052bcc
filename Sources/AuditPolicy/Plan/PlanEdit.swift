import AuditRecord

/// A plan with some of its values replaced, and everything else as it was written, comments too.
package struct PlanEdit {
  private var root: YAMLNode
  private var text: [Unicode.Scalar]

  /// Takes the bytes of a plan; nil of what is none.
  package init?(_ bytes: [UInt8]) {
    guard let root = (try? PlanDocument(bytes: bytes, file: ""))?.root else { return nil }
    self.root = root
    let text = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    self.text = text.first == "\u{FEFF}" ? Array(text.dropFirst()) : text
  }

  private func node(_ key: String) -> (key: YAMLNode, value: YAMLNode, isAlone: Bool)? {
    var found: (key: YAMLNode, value: YAMLNode, isAlone: Bool)?
    for name in key.split(separator: ".") {
      let mapping = (found?.value ?? root).mapping ?? []
      guard let pair = mapping.first(where: { $0.key.written == String(name) }) else { return nil }
      found = (pair.key, pair.value, mapping.count == 1)
    }
    return found
  }

  /// Whether the plan has a key, its path written with dots.
  package func holds(_ key: String) -> Bool { node(key) != nil }

  /// Gives a key other values; one alone stands without brackets. Of a mapping of `files`, these.
  ///
  /// - Returns: False where the plan lacks the key, or would be none with these values; it is then as it was.
  package mutating func set(_ key: String, to values: [String]) -> Bool {
    guard let value = node(key)?.value else { return false }
    let place = value.member("files") ?? value
    let texts = values.map(YAMLText.scalar)
    return replace(place.characters, with: texts.count == 1 ? texts[0] : "[\(texts.joined(separator: ", "))]")
  }

  /// Takes a key out, and the mapping around it where nothing else is in it. Whoever needs it gone asks ``holds(_:)`` afterwards.
  package mutating func remove(_ key: String) {
    guard let (name, value, isAlone) = node(key) else { return }
    if isAlone, let end = key.lastIndex(of: ".") { return remove(String(key[..<end])) }
    var range = name.characters.lowerBound..<max(name.characters.upperBound, value.characters.upperBound)
    func blanks(from start: Int, _ step: Int) -> Int {
      var at = start
      while text.indices.contains(at), text[at] == " " { at += step }
      return at
    }
    // Within brackets a comma goes with it; else the line, where nothing else stands on it.
    let next = blanks(from: range.upperBound, 1)
    let before = blanks(from: range.lowerBound - 1, -1)
    if text.indices.contains(next), text[next] == "," {
      range = range.lowerBound..<blanks(from: next + 1, 1)
    } else if text.indices.contains(before), text[before] == "," {
      range = before..<range.upperBound
    } else if before < 0 || text[before] == "\n", next >= text.count || text[next] == "\n" {
      range = before + 1..<min(next + 1, text.count)
    }
    _ = replace(range, with: "")
  }

  private mutating func replace(_ characters: Range<Int>, with new: String) -> Bool {
    var changed = text
    changed.replaceSubrange(characters, with: new.unicodeScalars)
    guard let read = PlanEdit(Self.bytes(of: changed)) else { return false }
    self = read
    return true
  }

  /// The plan as it reads now.
  package var bytes: [UInt8] { Self.bytes(of: text) }

  private static func bytes(of text: [Unicode.Scalar]) -> [UInt8] {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return Array(String(view).utf8)
  }
}
