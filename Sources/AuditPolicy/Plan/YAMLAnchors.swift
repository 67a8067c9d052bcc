import Yams

/// Finds anchors, aliases and merge keys, of which a ten-line bomb would not finish.
///
/// A scan of the text refuses them before a parser expands anything. The tree is searched as well: whatever the scan
/// misreads, the first anchor of a document precedes every alias, so the search ends there.
enum YAMLAnchors {
  /// The first anchor in a tree whose parser still lives.
  static func first(in node: Node) -> (line: Int, column: Int)? {
    let place = (line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    switch node {
    case .scalar(let scalar): return scalar.anchor == nil ? nil : place
    case .alias: return place
    case .sequence(let sequence):
      if sequence.anchor != nil { return place }
      for item in sequence {
        if let found = first(in: item) { return found }
      }
    case .mapping(let mapping):
      if mapping.anchor != nil { return place }
      for (key, value) in mapping {
        if let found = first(in: key) ?? first(in: value) { return found }
      }
    }
    return nil
  }

  /// The first place where a node begins with `&name`, `*name` or `<<`, outside quotes, comments, plain text and block
  /// scalars.
  static func first(in text: String) -> (line: Int, column: Int)? {
    var scanner = YAMLScanner()
    for (number, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      if let column = scanner.anchor(in: Array(line)) { return (number + 1, column + 1) }
    }
    return nil
  }
}

/// Tells apart, line by line, where nodes begin and what is text.
private struct YAMLScanner {
  /// The quote that is open.
  private var quote: UInt8?
  /// A block scalar is open; lines that are indented by at least this belong to it, or by more than its parent until
  /// the first of them is seen.
  private var block: (parent: Int, indent: Int?)?
  /// Open brackets.
  private var flowLevel = 0
  /// Plain text is open; it goes on in lines that are indented by more than its parent.
  private var isPlain = false
  /// The column of the innermost dash or key.
  private var parent = -1
  /// Where the node began that turns out to be a key when a colon follows.
  private var candidate = 0

  /// The column of the first anchor, alias or merge key in the next line.
  mutating func anchor(in line: [UInt8]) -> Int? {
    let indent = line.prefix { $0 == 0x20 }.count
    let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
    if isBlank { return nil }
    if let open = block {
      if indent >= open.indent ?? open.parent + 1 {
        block?.indent = open.indent ?? indent
        return nil
      }
      block = nil
    }
    if quote == nil, flowLevel == 0, !(isPlain && indent > parent) {
      isPlain = false
      parent = -1
    }
    var atNodeStart = quote == nil && !isPlain
    var index = indent
    while index < line.count {
      let byte = line[index]
      let next = index + 1 < line.count ? line[index + 1] : 0x20
      let isApart = next == 0x20 || next == 0x09 || next == 0x0D
      let isInFlow = flowLevel > 0
      let endsInFlow = isInFlow && [0x2C, 0x5B, 0x5D, 0x7B, 0x7D].contains(next)
      if let open = quote {
        let isEscape = byte == 0x5C && open == 0x22 || byte == 0x27 && open == 0x27 && next == 0x27
        if !isEscape, byte == open { quote = nil }
        index += isEscape ? 2 : 1
        continue
      }
      switch byte {
      case 0x20, 0x09, 0x0D: break
      case UInt8(ascii: "#") where index == 0 || line[index - 1] == 0x20 || line[index - 1] == 0x09:
        isPlain = isPlain && isInFlow
        return nil
      case UInt8(ascii: ":") where isApart || endsInFlow || isInFlow && !isPlain:
        if !isInFlow { parent = candidate }
        isPlain = false
        atNodeStart = true
      case UInt8(ascii: ",") where isInFlow:
        isPlain = false
        atNodeStart = true
      case UInt8(ascii: "[") where isInFlow || atNodeStart, UInt8(ascii: "{") where isInFlow || atNodeStart:
        flowLevel += 1
        isPlain = false
        atNodeStart = true
      case UInt8(ascii: "]") where isInFlow, UInt8(ascii: "}") where isInFlow:
        flowLevel -= 1
        isPlain = false
        atNodeStart = false
      case UInt8(ascii: "-") where atNodeStart && isApart, UInt8(ascii: "?") where atNodeStart && isApart:
        if !isInFlow { parent = index }
      case UInt8(ascii: "&") where atNodeStart && !isApart, UInt8(ascii: "*") where atNodeStart && !isApart:
        return index
      case UInt8(ascii: "<") where atNodeStart && line[index...].starts(with: "<<:".utf8): return index
      case UInt8(ascii: "!") where atNodeStart:
        // A tag; the node itself follows.
        while index + 1 < line.count, line[index + 1] != 0x20, line[index + 1] != 0x09 { index += 1 }
      case UInt8(ascii: "\"") where atNodeStart, UInt8(ascii: "'") where atNodeStart:
        quote = byte
        candidate = index
        atNodeStart = false
      case UInt8(ascii: "|") where atNodeStart && !isInFlow, UInt8(ascii: ">") where atNodeStart && !isInFlow:
        let digit = line[(index + 1)...].prefix(2).first { (0x31...0x39).contains($0) }
        block = (parent, digit.map { max(parent, 0) + Int($0 - 0x30) })
        return nil
      default: begin(at: index, &atNodeStart)
      }
      index += 1
    }
    return nil
  }

  /// Plain text begins where a node may begin.
  private mutating func begin(at index: Int, _ atNodeStart: inout Bool) {
    guard atNodeStart else { return }
    candidate = index
    isPlain = true
    atNodeStart = false
  }
}
